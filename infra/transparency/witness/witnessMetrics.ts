import { Counter, Gauge, Registry } from 'prom-client';
import { countEvidence } from './evidence.ts';
import type { WitnessState } from './witnessState.ts';

const suspicions = ['TWO_ROOTS', 'PROOF_FAILS'] as const;

/** What a witness tells those who watch it: any evidence is a reason to look, TWO_ROOTS is a fork. */
export const createWitnessMetrics = (state: WitnessState, origins: ReadonlyArray<string>) => {
  const registry = new Registry();
  const answers = new Counter({
    name: 'ledger_witness_answers_total',
    help: 'answers to add-checkpoint by their status',
    labelNames: ['origin', 'status'],
    registers: [registry],
  });
  const size = new Gauge({
    name: 'ledger_witness_size',
    help: 'size of the latest checkpoint that was cosigned',
    labelNames: ['origin'],
    registers: [registry],
  });
  const evidence = new Gauge({
    name: 'ledger_witness_evidence',
    help: 'files of evidence against a log: TWO_ROOTS proves a fork, PROOF_FAILS is a fork or a wrong proof',
    labelNames: ['origin', 'kind'],
    registers: [registry],
  });
  return {
    answered: (origin: string | undefined, status: number): void =>
      answers.inc({ origin: origin ?? 'unknown', status: String(status) }),
    read: async (): Promise<{ readonly contentType: string; readonly text: string }> => {
      for (const origin of origins) {
        size.set({ origin }, state.held(origin)?.checkpoint.size ?? 0);
        for (const kind of suspicions)
          evidence.set({ origin, kind }, countEvidence(state.evidenceFolder, kind, origin));
      }
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
};
