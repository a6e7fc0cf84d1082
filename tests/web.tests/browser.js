// A browser for the tests: one line of JSON in, one out. Each line is a script that gets `page` and `keys`, and runs in a context (a person of one's own) by its name.
'use strict';
const fs = require('node:fs');
const readline = require('node:readline');
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
const base = process.argv[2];
// The shell draws pages and nothing around them, which spares a small machine half the work.
const executable = process.env.CHROMIUM
  || ['chromium-headless-shell', 'chromium'].flatMap(name => process.env.PATH.split(':').map(folder => `${folder}/${name}`)).find(fs.existsSync);
const contexts = new Map();
let browser;

// What the page should not do: errors on its console, and requests to other origins.
function watch(context, page) {
  // A form that comes back with its faults is answered with 422, which the browser calls an error.
  page.on('console', message => message.type() === 'error' && !message.text().includes('status of 422') && context.faults.push(message.text()));
  page.on('pageerror', error => context.faults.push(String(error)));
  page.on('request', request => {
    const origin = new URL(request.url()).origin;
    if (origin !== 'null' && origin !== base && request.resourceType() !== 'document') context.faults.push(`request to ${request.url()}`);
  });
}

async function open(name, { nynorsk, ...options }) {
  if (!contexts.has(name)) {
    const context = await browser.newContext({ baseURL: base, locale: 'nb-NO', ...options });
    context.faults = [];
    if (nynorsk) await context.addCookies([{ name: 'samstyring-form', value: 'nn', url: base }]);
    const page = await context.newPage();
    // Beside other tests on a small machine a page takes its time.
    page.setDefaultTimeout(90_000);
    watch(context, page);
    contexts.set(name, { context, page });
  }
  return contexts.get(name);
}

// axe runs by evaluation: the content policy lets no script be added to the page.
async function violations(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }));
  return result.violations.map(v => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | ')}`);
}

// A person without a mouse: Tab to a control, and the keys that work it.
function keyboard(page) {
  // Tab reaches one of a group of radio buttons, the arrows the others.
  const next = target => target.evaluate(e => {
    const at = document.activeElement;
    return e === at ? '' : e.type === 'radio' && at.type === 'radio' && at.name === e.name ? 'ArrowDown' : 'Tab';
  });
  const to = async target => {
    for (let pressed = 0; pressed < 400; pressed++) {
      const key = await next(target);
      if (!key) return;
      await page.keyboard.press(key);
    }
    throw new Error(`Tab does not reach ${target}`);
  };
  return {
    to,
    // What is pressed leads to another page.
    press: async target => { await to(target); await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]); },
    tick: async target => { await to(target); if (!await target.isChecked()) await page.keyboard.press('Space'); },
    write: async (target, text) => { await to(target); await page.keyboard.press('Control+A'); await page.keyboard.insertText(text); },
    choose: async (target, value) => {
      await to(target);
      await page.keyboard.press('Home');
      const index = await target.evaluate((e, v) => [...e.options].findIndex(o => o.value === v), value);
      for (let i = 0; i < index; i++) await page.keyboard.press('ArrowDown');
      if (await target.inputValue() !== value) throw new Error(`${target} is ${await target.inputValue()}`);
    },
    // The browser writes dates in the order of its own language.
    date: async (target, day) => {
      const [year, month, date] = day.split('-');
      await to(target);
      for (const written of [month + date + year, date + month + year]) {
        await page.keyboard.type(written);
        if (await target.inputValue() === day) return;
        await page.keyboard.press('ArrowLeft');
        await page.keyboard.press('ArrowLeft');
      }
      throw new Error(`${target} is ${await target.inputValue()}`);
    },
  };
}

async function close(name) {
  const opened = contexts.get(name);
  contexts.delete(name);
  if (opened) await opened.context.close();
  return { answer: [...contexts.keys()] };
}

async function run({ name, options, script, args, close: ends }) {
  if (ends) return close(name);
  const { context, page } = await open(name, options);
  const answer = await new AsyncFunction('page', 'args', 'violations', 'keys', script)(page, args, violations, keyboard(page));
  return { answer: answer === undefined ? null : answer, faults: context.faults.splice(0) };
}

(async () => {
  browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox', '--disable-gpu'] });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    run(request).then(result => ({ id: request.id, ...result }), error => ({ id: request.id, error: String(error.stack || error) }))
      .then(result => process.stdout.write(JSON.stringify(result) + '\n'));
  }
  await browser.close();
})();
