import './olderNode.ts';
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { exportFormat } from '../../domain/integrity/export/logLines.ts';
import { createPieces } from '../../domain/integrity/export/pieces.ts';
import { createLineReader } from '../../domain/integrity/export/readLines.ts';
import type { VerifyEd25519 } from '../../domain/integrity/hashing.ts';
import {
  chainLines,
  checkTitles,
  headline,
  meaning,
  placeText,
  resultWords,
} from '../../domain/integrity/verify/report.ts';
import type { Verdict } from '../../domain/integrity/verify/verdict.ts';
import { type BundleOptions, verifyBundle } from '../../domain/integrity/verify/verifyBundle.ts';
import { createLogVerifier } from '../../domain/integrity/verify/verifyLog.ts';
import type { Page, PageElement, PageEvent, PageFile } from './dom.ts';

/** The offline verifier as a page: the same checks as on the command line, in a browser and without a network. */

const page = (globalThis as unknown as { readonly document: Page }).document;
const later = (globalThis as unknown as { readonly setTimeout: (work: () => void) => void }).setTimeout;

const element = (id: string): PageElement => {
  const found = page.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
};
const made = (name: string, children: ReadonlyArray<PageElement | string>, className = ''): PageElement => {
  const created = page.createElement(name);
  if (className !== '') created.className = className;
  created.append(...children);
  return created;
};

const verifyEd25519: VerifyEd25519 = (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    // As RFC 8032 and OpenSSL have it, not the laxer rule that the library takes otherwise.
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
};
const hashing = { sha256, sha512 };
const verifying = { sha256, verifyEd25519 };

const bytesOf = async (file: PageFile): Promise<Uint8Array> => new Uint8Array(await file.arrayBuffer());
const textOf = async (file: PageFile): Promise<string> => new TextDecoder().decode(await bytesOf(file));

const breath = (): Promise<void> => new Promise((resolve) => later(resolve));

/** A whole log, piece by piece, so that the page answers meanwhile. */
const verifyLog = async (file: PageFile, options: BundleOptions): Promise<Verdict> => {
  const { oldCheckpoint, ...trust } = options;
  const verifier = createLogVerifier(verifying, {
    ...trust,
    checkpoints: oldCheckpoint === undefined ? [] : [oldCheckpoint],
  });
  const read = createLineReader(hashing);
  let from = 0;
  const nextPiece = createPieces(async (into) => {
    const bytes = await bytesOf(file.slice(from, from + into.length));
    into.set(bytes);
    from += bytes.length;
    return bytes.length;
  });
  for (let piece = await nextPiece(); piece !== undefined; piece = await nextPiece(piece.bytes)) {
    verifier.take(read(piece.bytes, piece.end));
    element('working').textContent = `Checking: ${Math.floor((100 * from) / file.size)} %`;
    await breath();
  }
  return verifier.finish();
};

const list = (name: string, lines: ReadonlyArray<string>): PageElement =>
  made(
    name,
    lines.map((line) => made('li', [line])),
  );

const section = (title: string, content: PageElement): ReadonlyArray<PageElement> => [
  made('h2', [title]),
  content,
];

const show = (verdict: Verdict, name: string): void => {
  const { checks, faults, notes, checkpoint, statement } = verdict;
  element('verdict').textContent = headline(verdict);
  element('verdict').className = verdict.good ? (notes.length === 0 ? 'good' : 'limited') : 'bad';
  const rows = checks.map(({ name: check, result, says }) => {
    const title = made('th', [checkTitles[check]]);
    title.setAttribute('scope', 'row');
    return made('tr', [
      title,
      made('td', [resultWords[result]], result),
      made('td', [result === 'FAILED' ? 'See the faults.' : says]),
    ]);
  });
  const faultItems = faults.map(({ kind, message, at }) =>
    made('li', [message, made('span', [`${kind}; ${placeText(at)}`], 'place')]),
  );
  const chain = chainLines(statement);
  element('details').replaceChildren(
    made('p', [
      `File: ${name}. ${
        checkpoint === undefined
          ? ''
          : `Log: ${checkpoint.origin}, ${checkpoint.size} events, root ${checkpoint.root}.`
      }`,
    ]),
    ...notes.map((note) => made('p', [made('strong', [note])])),
    ...(faults.length === 0 ? [] : section('Faults', made('ol', faultItems))),
    ...section('What was checked', made('table', [made('tbody', rows)])),
    ...(chain.length === 0 ? [] : section('The chain of custody that is proved', list('ol', chain))),
    ...section('What this means', list('ul', meaning(verdict))),
  );
  element('result').hidden = false;
  element('result-title').focus();
};

let chosen: PageFile | undefined;

const verify = async (): Promise<void> => {
  const file = element('file').files?.[0] ?? chosen;
  if (file === undefined) {
    element('working').textContent = 'Choose a file first.';
    element('file').focus();
    return;
  }
  element('result').hidden = true;
  element('working').textContent = 'Checking…';
  await breath();
  const policy = element('policy').files?.[0];
  const old = element('old').files?.[0];
  const keys = element('keys')
    .value.split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  try {
    const options: BundleOptions = {
      keys,
      ...(policy === undefined ? {} : { policy: await bytesOf(policy) }),
      ...(old === undefined ? {} : { oldCheckpoint: await textOf(old) }),
    };
    const begin = await textOf(file.slice(0, 500));
    const isLog = begin.includes(`"format":"${exportFormat}"`);
    show(
      isLog ? await verifyLog(file, options) : await verifyBundle(verifying, await bytesOf(file), options),
      file.name,
    );
    element('working').textContent = '';
  } catch {
    element('working').textContent = 'The file could not be read. Choose it again.';
  }
};

const drop = element('drop');
drop.addEventListener('dragover', (event: PageEvent) => {
  event.preventDefault();
  drop.classList.add('over');
});
drop.addEventListener('dragleave', () => drop.classList.remove('over'));
drop.addEventListener('drop', (event: PageEvent) => {
  event.preventDefault();
  drop.classList.remove('over');
  chosen = event.dataTransfer?.files[0];
  // A dropped file takes the place of a chosen one.
  element('file').value = '';
  void verify();
});
element('form').addEventListener('submit', (event: PageEvent) => {
  event.preventDefault();
  void verify();
});
