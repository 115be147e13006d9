import { constants, hash, verify, X509Certificate } from 'node:crypto';
import * as asn1 from 'asn1js';
import * as E from 'fp-ts/lib/Either.js';
import { equalBytes } from '../../../domain/integrity/bytes.ts';
import {
  decode,
  identifier,
  integer,
  isTagged,
  members,
  moment,
  type Node,
  octets,
  raw,
  TokenFault,
} from './der.ts';

/**
 * Requests and answers of time-stamping authorities (RFC 3161). An answer is accepted when it grants, is about these bytes
 * and this request, and is signed by a certificate for time stamps that it carries. Whether that certificate is to be
 * trusted is for whoever relies on it to say, with `openssl ts -verify`.
 */

const sha256 = '2.16.840.1.101.3.4.2.1';
const digests = new Map([
  [sha256, 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);
const oid = {
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  rsaPss: '1.2.840.113549.1.1.10',
  ed25519: '1.3.101.112',
  timeStamping: '1.3.6.1.5.5.7.3.8',
} as const;

export type TimestampRequest = {
  readonly imprint: Uint8Array;
  /** Above 0. */
  readonly nonce: bigint;
};

const sequence = (...value: asn1.AsnType[]): asn1.Sequence => new asn1.Sequence({ value });
const exact = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

/** The DER of a request, which wants the authority's certificate in the answer. */
export const timestampQuery = ({ imprint, nonce }: TimestampRequest): Uint8Array =>
  new Uint8Array(
    sequence(
      new asn1.Integer({ value: 1 }),
      sequence(
        sequence(new asn1.ObjectIdentifier({ value: sha256 }), new asn1.Null()),
        new asn1.OctetString({ valueHex: exact(imprint) }),
      ),
      asn1.Integer.fromBigInt(nonce),
      new asn1.Boolean({ value: true }),
    ).toBER(),
  );

export type Timestamp = {
  /** Milliseconds, as the authority states it. */
  readonly time: number;
  /** Who stamped: the subject of the certificate. */
  readonly authority: string;
};

const ensure: (right: boolean, otherwise: string) => asserts right = (right, otherwise) => {
  if (!right) throw new TokenFault(otherwise);
};

/** The signed content and the parts around it (RFC 5652 section 5.1). */
const signedDataOf = (token: Node) => {
  const [type, content] = members(token);
  ensure(identifier(type) === oid.signedData && isTagged(content, 0), 'its token is no signed data');
  const [, , encapsulated, ...rest] = members(members(content)[0]);
  const [contentType, tagged] = members(encapsulated);
  ensure(identifier(contentType) === oid.tstInfo && isTagged(tagged, 0), 'its token is no time stamp');
  const signers = members(rest.at(-1));
  ensure(signers.length === 1, 'its token has not exactly one signer');
  const [signer] = signers;
  return {
    info: octets(members(tagged)[0]),
    certificates: rest.filter((node) => isTagged(node, 0)).flatMap(members),
    signer: members(signer),
  };
};

/** What the authority states (RFC 3161 section 2.4.2). */
const statementOf = (info: Uint8Array) => {
  const [version, , imprint, , time, ...options] = members(decode(info));
  ensure(integer(version) === 1n, 'its version is not 1');
  const [algorithm, digest] = members(imprint);
  const nonce = options.find((node) => node instanceof asn1.Integer);
  return {
    algorithm: identifier(members(algorithm)[0]),
    imprint: octets(digest),
    time: moment(time),
    nonce: nonce === undefined ? undefined : integer(nonce),
  };
};

const attributeOf = (attributes: ReadonlyArray<Node>, type: string): Node | undefined => {
  const attribute = attributes.map(members).find(([name]) => identifier(name) === type);
  return attribute === undefined ? undefined : members(attribute[1])[0];
};

const isSignature = (
  certificate: X509Certificate,
  algorithm: string,
  digest: string,
  message: Uint8Array,
  signature: Uint8Array,
): boolean => {
  const key = certificate.publicKey;
  if (algorithm === oid.ed25519) return verify(null, message, key, signature);
  const padding =
    algorithm === oid.rsaPss
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO }
      : {};
  return verify(digest, message, { key, ...padding }, signature);
};

/** The certificate for time stamps under which the signer signed this content (RFC 5652 section 5.4). */
const signerOf = (signed: ReturnType<typeof signedDataOf>): X509Certificate => {
  const [, , digestAlgorithm, attributes, signatureAlgorithm, signature] = signed.signer;
  ensure(isTagged(attributes, 0), 'its signature covers no attributes');
  const digest = digests.get(identifier(members(digestAlgorithm)[0]));
  ensure(digest !== undefined, 'its digest is none of SHA-256, SHA-384 and SHA-512');
  const list = members(attributes);
  const about = attributeOf(list, oid.contentType);
  const stated = attributeOf(list, oid.messageDigest);
  ensure(
    identifier(about) === oid.tstInfo && equalBytes(octets(stated), hash(digest, signed.info, 'buffer')),
    'its signature is about something else',
  );
  // What is signed is the set itself, not the tagged form in which it was sent.
  const message = raw(attributes);
  message[0] = 0x31;
  const algorithm = identifier(members(signatureAlgorithm)[0]);
  const certificate = signed.certificates
    .map((node) => new X509Certificate(raw(node)))
    .filter(({ keyUsage }) => keyUsage?.includes(oid.timeStamping) === true)
    .find((each) => isSignature(each, algorithm, digest, message, octets(signature)));
  ensure(certificate !== undefined, 'its signature is of no certificate for time stamps that it carries');
  return certificate;
};

const read = (response: Uint8Array, { imprint, nonce }: TimestampRequest): Timestamp => {
  const [status, token] = members(decode(response));
  const granted = integer(members(status)[0]);
  ensure(granted === 0n || granted === 1n, `it refuses, with status ${granted}`);
  ensure(token !== undefined, 'it has no token');
  const signed = signedDataOf(token);
  const statement = statementOf(signed.info);
  ensure(
    statement.algorithm === sha256 && equalBytes(statement.imprint, imprint),
    'it is about other bytes than those that were sent',
  );
  ensure(statement.nonce === nonce, 'it answers another request: the nonce is not the one that was sent');
  return { time: statement.time, authority: signerOf(signed).subject };
};

/** Reads an answer (TimeStampResp) to this request; left says why it is none. */
export const readTimestamp = (
  response: Uint8Array,
  request: TimestampRequest,
): E.Either<string, Timestamp> => {
  try {
    return E.right(read(response, request));
  } catch (error) {
    // Whatever a reader stumbles over came from outside.
    return E.left(
      error instanceof TokenFault ? error.message : 'it is no answer to a request for a time stamp',
    );
  }
};
