import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { utf8 } from '../../domain/integrity/bytes.ts';
import { treeOfEvents } from '../harness/memoryLog.ts';
import { type BrowserPage, chromium, openPage } from './chromium.ts';
import { logFile } from './logFile.ts';
import { type SampleRegister, sampleRegister } from './sampleRegister.ts';

if (chromium === undefined)
  process.stderr.write(
    'NOT TESTED: no Chromium on this machine, so the page of the offline verifier was not tried. Install it or name it in CHROMIUM.\n',
  );

describe.skipIf(chromium === undefined)('the page, from disk, in Chromium without a network', () => {
  let work: string;
  let register: SampleRegister;
  let page: BrowserPage;
  const path = (name: string): string => join(work, name);
  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'ledger-page-'));
    copyFileSync(
      new URL('../../api/verifier/ledger-verify.html', import.meta.url).pathname,
      path('ledger-verify.html'),
    );
    register = await sampleRegister(3);
    const [firearmId = ''] = register.firearms;
    const bundle = await register.firearmBundle(firearmId, { since: 10 });
    writeFileSync(path('good.json'), bundle);
    const bytes = utf8(bundle);
    const at = bundle.indexOf('"payload":"') + 40;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path('bad.json'), bytes);
    writeFileSync(path('log.ndjson'), logFile(register));
    writeFileSync(path('old'), register.key.note(10, treeOfEvents(register.events).range(0, 10)));
    page = await openPage(chromium ?? '', `file://${path('ledger-verify.html')}`);
  }, 600_000);
  afterAll(async () => {
    await page?.close();
    rmSync(work, { recursive: true, force: true });
  });

  const text = (id: string): Promise<string> => page.evaluate(`document.getElementById('${id}').innerText`);
  const verify = async (file: string, keys: string): Promise<string> => {
    await page.evaluate(
      `document.getElementById('result').hidden = true; document.getElementById('keys').value = ${JSON.stringify(keys)}; 0`,
    );
    await page.choose('#file', [path(file)]);
    await page.evaluate(`document.querySelector('button').click(); 0`);
    await page.until(`document.getElementById('result').hidden === false`);
    return text('verdict');
  };

  test('a good file: the verdict in words, the chain, and what it does not mean', async () => {
    expect(await verify('good.json', register.key.vkey)).toBe(
      'VERIFIED. What this file shows is what the log holds.',
    );
    const details = await text('details');
    expect(details).toContain('The chain of custody that is proved');
    expect(details).toContain('It does not mean that what was reported is true.');
    const picture = process.env['LEDGER_PAGE_PICTURE'];
    if (picture !== undefined) writeFileSync(`${picture}-good.png`, await page.screenshot());
  });
  test('without a key of one’s own it says that nobody vouches for the file’s', async () => {
    expect(await verify('good.json', '')).toBe('VERIFIED, BUT ONLY BY KEYS THAT THE FILE ITSELF NAMES.');
  });
  test('one flipped byte: refused, with the place', async () => {
    expect(await verify('bad.json', register.key.vkey)).toMatch(/^NOT VERIFIED\./);
    const details = await text('details');
    expect(details).toContain('PAYLOAD_CHANGED');
    expect(details).toContain('event 0 of the file');
    const picture = process.env['LEDGER_PAGE_PICTURE'];
    if (picture !== undefined) writeFileSync(`${picture}-bad.png`, await page.screenshot());
  });
  test('a key of another log: refused', async () => {
    const { testLogKey } = await import('../harness/memoryLog.ts');
    expect(await verify('good.json', testLogKey('ledger.invalid/sample', 5).vkey)).toMatch(/^NOT VERIFIED\./);
    expect(await text('details')).toContain('SIGNED_BY_ANOTHER_KEY');
  });
  test('a checkpoint of an earlier visit, and a whole log', async () => {
    await page.choose('#old', [path('old')]);
    expect(await verify('good.json', register.key.vkey)).toMatch(/^VERIFIED\./);
    expect(await text('details')).toContain('The first 10 events are those of your older checkpoint');
    expect(await verify('log.ndjson', register.key.vkey)).toMatch(/^VERIFIED\./);
    expect(await text('details')).toContain(`All ${register.events.length} events`);
  });
  test('by keyboard alone: every field in order, Enter verifies, the focus goes to the result', async () => {
    await page.evaluate(`document.getElementById('result').hidden = true; document.activeElement.blur(); 0`);
    const visited: string[] = [];
    for (let step = 0; step < 5; step += 1) {
      await page.key('Tab', 'Tab', 9);
      visited.push(await page.evaluate(`document.activeElement.id || document.activeElement.tagName`));
    }
    expect(visited).toEqual(['file', 'keys', 'policy', 'old', 'BUTTON']);
    await page.key('Enter', 'Enter', 13, '\r');
    await page.until(`document.getElementById('result').hidden === false`);
    expect(await page.evaluate(`document.activeElement.id`)).toBe('result-title');
    expect(
      await page.evaluate(
        `[...document.querySelectorAll('input,textarea')].every(({ labels }) => labels.length > 0)`,
      ),
    ).toBe(true);
  });
  test('it asked for nothing but itself', () => {
    expect(page.requested.length).toBeGreaterThan(0);
    expect(page.requested.filter((url) => !url.startsWith('file://') && !url.startsWith('data:'))).toEqual(
      [],
    );
  });
});
