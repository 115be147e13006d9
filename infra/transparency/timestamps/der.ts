import * as asn1 from 'asn1js';

/** Readers of ASN.1 values that throw where the value is another one than expected; whoever reads an answer catches. */

export type Node = asn1.AsnType;

/** What was received is not what it should be, in words. */
export class TokenFault extends Error {}

/** A value and nothing behind it. */
export const decode = (bytes: Uint8Array): Node => {
  const { result, offset } = asn1.fromBER(new Uint8Array(bytes));
  if (offset !== bytes.length || result.error !== '') throw new TokenFault('it is no whole ASN.1 value');
  return result;
};

const isConstructed = (node: Node | undefined): node is asn1.Constructed =>
  node !== undefined && Array.isArray((node.valueBlock as { readonly value?: unknown }).value);

/** The members of a SEQUENCE, a SET or a tagged value. */
export const members = (node: Node | undefined): ReadonlyArray<Node> => {
  if (!isConstructed(node)) throw new TokenFault('a part of it is not constructed');
  return node.valueBlock.value as ReadonlyArray<Node>;
};

export const integer = (node: Node | undefined): bigint => {
  if (!(node instanceof asn1.Integer)) throw new TokenFault('a number of it is none');
  return node.toBigInt();
};

export const identifier = (node: Node | undefined): string => {
  if (!(node instanceof asn1.ObjectIdentifier)) throw new TokenFault('an object identifier of it is none');
  return node.getValue();
};

export const octets = (node: Node | undefined): Uint8Array => {
  if (!(node instanceof asn1.OctetString)) throw new TokenFault('octets of it are none');
  return new Uint8Array(node.getValue());
};

export const moment = (node: Node | undefined): number => {
  if (!(node instanceof asn1.GeneralizedTime)) throw new TokenFault('its time is none');
  const time = node.toDate().getTime();
  if (!Number.isFinite(time)) throw new TokenFault('its time is none');
  return time;
};

/** The bytes of a value as they were received. */
export const raw = (node: Node): Uint8Array => new Uint8Array(node.valueBeforeDecodeView);

/** Whether this is the tagged value of this number. */
export const isTagged = (node: Node | undefined, number: number): node is Node =>
  node !== undefined && node.idBlock.tagClass === 3 && node.idBlock.tagNumber === number;
