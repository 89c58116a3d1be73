// How large what can be pressed is (WCAG 2.5.8): 24 × 24 px, or alone within a circle of that width.
//
//   assert.deepEqual(await page.evaluate(crowded), []);

/** Runs in the page: every target that is too small and has another one too near, in sentences. */
export function crowded() {
  const LEAST = 24;
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && !element.closest('[inert]') && getComputedStyle(element).clipPath !== 'inset(50%)' && !isScrolledAway(element);
  const targets = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [role="tab"]')]
    .filter((element) => seen(element) && !isInASentence(element))
    .map((element) => ({ name: nameOf(element), ...boxOf(element) }));
  const small = targets.filter(({ width, height }) => Math.min(width, height) < LEAST - 0.1);
  return small.flatMap((one) => {
    const near = targets.find((other) => other !== one && distance(one, other, small.includes(other)) < LEAST / 2);
    return near ? [`${one.name} is ${Math.round(one.width * 10) / 10}×${Math.round(one.height * 10) / 10} px, and ${near.name} is near`] : [];
  });

  /** What is pressed: with the label around a tick box, if there is one. */
  function boxOf(element) {
    const { left, top, right, bottom, width, height } = (element.closest('label') ?? element).getBoundingClientRect();
    return { left, top, right, bottom, width, height, x: (left + right) / 2, y: (top + bottom) / 2 };
  }

  /** From the middle of a small target to another one: to its edge; to the circle around it, if it is small too. */
  function distance(one, other, small) {
    if (small) return Math.hypot(one.x - other.x, one.y - other.y) - LEAST / 2;
    const across = Math.max(other.left - one.x, one.x - other.right, 0);
    const down = Math.max(other.top - one.y, one.y - other.bottom, 0);
    return Math.hypot(across, down);
  }

  /** What is scrolled to within its own place lies beside nothing that is beyond it. */
  function isScrolledAway(element) {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    for (let around = element.parentElement; around && around !== document.body; around = around.parentElement) {
      if (getComputedStyle(around).overflow === 'visible') continue;
      const room = around.getBoundingClientRect();
      if (left >= room.right || right <= room.left || top >= room.bottom || bottom <= room.top) return true;
    }
    return false;
  }

  /** Links between words are as high as their line: that is allowed. */
  function isInASentence(element) {
    return getComputedStyle(element).display === 'inline'
      && [...element.parentElement.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  }

  function nameOf(element) {
    const words = (element.getAttribute('aria-label') ?? element.textContent).trim().slice(0, 30);
    const owner = element.closest('[id]');
    return element.id ? `#${element.id}` : `${element.localName} "${words}"${owner ? ` in #${owner.id}` : ''}`;
  }
}
