/** What is asked of another register: a serial number as read, and what else is known. */
export type PeerQuery = {
  readonly serial: string;
  readonly make?: string;
  readonly model?: string;
  readonly calibre?: string;
  readonly limit: number;
  readonly purpose: string;
};

export type PeerSilence = 'TIMEOUT' | 'UNREACHABLE' | 'REFUSED' | 'INVALID_ANSWER';
export type PeerAnswer =
  | { readonly kind: 'ANSWERED'; readonly candidates: ReadonlyArray<Readonly<Record<string, unknown>>> }
  | { readonly kind: 'NO_ANSWER'; readonly reason: PeerSilence };

/** One of the registers of a decentralised data-filing system (Dir. 4(5)). It answers in time or says that it does not. */
export type PeerRegister = {
  readonly name: string;
  readonly search: (query: PeerQuery, withinMs: number) => Promise<PeerAnswer>;
};
