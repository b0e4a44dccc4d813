// Opens a page at several widths and prints what axe-core and the browser find, as JSON:
//   node look.cjs CHROMIUM NODE_MODULES PAGE WIDTH...
const [browserPath, modules, page, ...widths] = process.argv.slice(2);
const { chromium } = require(`${modules}/playwright-core`);
const { readFileSync } = require("fs");
const { pathToFileURL } = require("url");

const axe = readFileSync(`${modules}/axe-core/axe.min.js`, "utf8");
const address = pathToFileURL(page).href;
const own = (url) => url === address || url.startsWith("data:");

async function look(browser, width) {
  // The page forbids itself every script, axe-core's too; for the look that is lifted.
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    bypassCSP: true,
  });
  const tab = await context.newPage();
  const requests = [];
  tab.on("request", (request) => own(request.url()) || requests.push(request.url()));
  await tab.goto(address);
  const found = await tab.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    broken: [...document.images].filter((image) => !image.naturalWidth).length,
  }));
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate(() => window.axe.run());
  await context.close();
  return { ...found, requests, violations: violations.map(({ id, impact }) => ({ id, impact })) };
}

(async () => {
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const found = {};
  for (const width of widths) found[width] = await look(browser, Number(width));
  await browser.close();
  console.log(JSON.stringify(found));
})();
