import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** Puts the offline verifier into one file each: for Node, and as a page. Not minified, so that it can be read. */

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

const notice =
  'Offline verifier of the firearm lifecycle ledger. One file, no dependencies, no network. Licence: EUPL-1.2.\n' +
  ' * Made by "npm run verifier" from api/verifier and domain/integrity; change those, not this file.';

const bundled = async (entry: string, platform: 'node' | 'browser'): Promise<string> => {
  const bundle = await rolldown({
    input: here(entry),
    platform,
    transform: { target: platform === 'node' ? 'node18' : 'es2022' },
    logLevel: 'warn',
  });
  const { output } = await bundle.generate({
    format: platform === 'node' ? 'esm' : 'iife',
    minify: false,
    codeSplitting: false,
    sourcemap: false,
  });
  await bundle.close();
  const [chunk, ...others] = output;
  if (chunk === undefined || others.length > 0) throw new Error('the verifier is not one file');
  // Where the sources lie on this machine is nobody's affair and would differ on the next.
  return chunk.code.replace(/^\/\/#(?:end)?region.*\n/gm, '');
};

/** The committed files as they come from the sources, by name. */
export const builtVerifier = async (): Promise<Readonly<Record<string, string>>> => {
  const script = await bundled('page.ts', 'browser');
  // `</script` within the script would end it, wherever it stood.
  const safe = script.replaceAll('</script', '<\\/script');
  const page = readFileSync(here('page.html'), 'utf8').replace('/*SCRIPT*/', () => safe);
  return {
    'ledger-verify.mjs': `#!/usr/bin/env node\n/*\n * ${notice}\n */\n${await bundled('main.ts', 'node')}`,
    'ledger-verify.html': page.replace('/*NOTICE*/', () => notice),
  };
};

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [name, text] of Object.entries(await builtVerifier())) writeFileSync(here(name), text);
