import * as E from 'fp-ts/lib/Either.js';
import { verifyNoteSignature } from '../../../domain/integrity/cosignature.ts';
import { noteText, openNote, signatureText, type VerifierKey } from '../../../domain/integrity/signedNote.ts';
import { decideCosigning, type Suspicion } from '../../../domain/integrity/witnessDecision.ts';
import {
  type AddCheckpoint,
  parseAddCheckpoint,
  sizeContentType,
} from '../../../domain/integrity/witnessRequest.ts';
import { hashing, verifyEd25519 } from '../../system/hashing.ts';
import { evidenceSays, keepEvidence } from './evidence.ts';
import type { WitnessKey } from './witnessKey.ts';
import type { HeldCheckpoint, WitnessState } from './witnessState.ts';

export type WitnessAnswer = {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly contentType: string;
  readonly body: string;
  /** Of the log that was asked about, where the witness knows it. */
  readonly origin?: string;
};

/** The witness found something that its operator has to know at once. */
export type Alarm = (
  suspicion: Suspicion,
  details: {
    readonly origin: string;
    readonly says: string;
    /** The new file with both checkpoints; absent for what was kept before. */
    readonly evidence?: string;
    /** Why there is no file. */
    readonly notKept?: string;
  },
) => void;

export type WitnessPorts = {
  readonly key: WitnessKey;
  readonly logs: ReadonlyArray<VerifierKey>;
  readonly state: WitnessState;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly alarm: Alarm;
};

const text = 'text/plain; charset=utf-8';
const refuse = (status: WitnessAnswer['status'], reason: string, origin?: string): WitnessAnswer => ({
  status,
  contentType: text,
  body: `${reason}\n`,
  ...(origin === undefined ? {} : { origin }),
});

const verify = verifyNoteSignature(verifyEd25519);

/** The note with the signatures of its log alone: whatever else was sent with it is nothing to keep. */
const ofLog = (request: AddCheckpoint, keys: ReadonlyArray<VerifierKey>) => ({
  text: request.note.text,
  signatures: keys.flatMap((key) => {
    const line = request.note.signatures.find(
      ({ name, keyId }) => name === key.name && Buffer.from(keyId).equals(Buffer.from(key.keyId)),
    );
    return line === undefined ? [] : [line];
  }),
});

type SignedRequest = { readonly request: AddCheckpoint; readonly signed: ReturnType<typeof ofLog> };

const suspect = (
  { state, key, alarm, now }: WitnessPorts,
  held: HeldCheckpoint,
  { request, signed }: SignedRequest,
  suspicion: Suspicion,
): void => {
  const { origin } = request.checkpoint;
  const details = { origin, says: evidenceSays[suspicion] };
  try {
    const evidence = keepEvidence(state.evidenceFolder, {
      suspicion,
      origin,
      witness: key.vkey,
      at: new Date(now()).toISOString(),
      held: held.note,
      refused: noteText(signed),
      old: request.old,
      proof: request.proof,
    });
    alarm(suspicion, evidence === undefined ? details : { ...details, evidence });
  } catch (error) {
    // A full disk silences nobody.
    alarm(suspicion, { ...details, notKept: error instanceof Error ? error.message : String(error) });
  }
};

/** Decides, remembers and signs without anything in between, so that of two requests one comes after the other. */
const cosignOrRefuse = (ports: WitnessPorts, signedRequest: SignedRequest): WitnessAnswer => {
  const { key, state, now } = ports;
  const { request, signed } = signedRequest;
  const { origin } = request.checkpoint;
  const held = state.held(origin);
  const decision = decideCosigning(hashing.sha256, held?.checkpoint, request);
  if ('suspicion' in decision && decision.suspicion !== undefined && held !== undefined)
    suspect(ports, held, signedRequest, decision.suspicion);
  switch (decision.kind) {
    case 'OLD_ABOVE_NEW':
      return refuse(400, 'The old size is above the size of the checkpoint.', origin);
    case 'CONFLICT':
      return { status: 409, contentType: sizeContentType, body: `${decision.size}\n`, origin };
    case 'INCONSISTENT':
      return refuse(422, `Not cosigned: ${decision.reason}.`, origin);
    case 'COSIGN': {
      const line = key.cosign(signed.text, BigInt(Math.floor(now() / 1000)));
      const note = noteText({ ...signed, signatures: [...signed.signatures, line] });
      if (!decision.advances) state.settle(origin);
      else if (!state.advance(origin, held, note)) {
        const faster = state.held(origin)?.checkpoint.size ?? 0;
        return { status: 409, contentType: sizeContentType, body: `${faster}\n`, origin };
      }
      return { status: 200, contentType: text, body: signatureText(line), origin };
    }
  }
};

/** Answers `add-checkpoint` (c2sp.org/tlog-witness v1.0.0). */
export const addCheckpoint = async (ports: WitnessPorts, body: string): Promise<WitnessAnswer> => {
  const request = parseAddCheckpoint(body);
  if (E.isLeft(request)) return refuse(400, `The request is malformed: ${request.left.reason}.`);
  const { origin } = request.right.checkpoint;
  const keys = ports.logs.filter(({ name }) => name === origin);
  if (keys.length === 0) return refuse(404, 'This witness does not know the log.');
  const signers = await openNote(request.right.note, keys, verify);
  if (E.isLeft(signers))
    return refuse(
      403,
      signers.left.kind === 'BAD_SIGNATURE'
        ? 'The signature of the log is not valid.'
        : 'No signature is of a key that this witness knows for the log.',
      origin,
    );
  return cosignOrRefuse(ports, { request: request.right, signed: ofLog(request.right, signers.right) });
};
