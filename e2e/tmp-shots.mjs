import { mkdirSync } from 'node:fs';
import { test } from 'node:test';
import { pass, until, visit } from '/tmp/wt/failing/e2e/page.mjs';
const F='/tmp/failing-shots'; mkdirSync(F,{recursive:true});
const B=[['poison-message',8],['prefetch-trap',2.7],['drop-head',8],['reject-unconfirmed',8],['crash-before-ack',3.2],['frozen-payment',7],['retry-storm',15]];
for (const [w,h,theme] of [[1280,800,'light'],[1280,800,'dark'],[390,844,'light']]) for (const [p,s] of B) test(`${p}-${theme}-${w}`, async()=>{
  const shop=await visit({width:w,height:h,theme});
  await shop.at('scenario').selectOption(p);
  if (s>5) await shop.speed(2);
  await shop.press('play');
  await until(()=>shop.clock(),(c)=>c>s, 60000);
  await shop.press('play');
  await pass(200);
  await shop.page.mouse.move(0,0);
  await shop.page.evaluate((y)=>{document.activeElement.blur();scrollTo(0,y)}, w<500?120:0);
  await shop.page.screenshot({path:`${F}/${p}-${theme}-${w}.png`, fullPage: w<500 && false});
});
