import { Agent, request } from 'node:http';

export type Call = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};
export type Caller = {
  /** Status and text of the answer. */
  readonly call: (call: Call) => Promise<{ readonly status: number; readonly text: string }>;
  readonly close: () => void;
};

const timeoutMs = 60_000;

/** Calls a server over connections that are kept open, as a connected system does. */
export const createCaller = (base: string, connections: number): Caller => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(base);
  return {
    call: ({ method, path, headers, body }) =>
      new Promise((resolve, reject) => {
        const sent = request(
          { agent, hostname, port, method, path, headers, timeout: timeoutMs },
          (answer) => {
            let text = '';
            answer.setEncoding('utf8');
            answer.on('data', (chunk: string) => {
              text += chunk;
            });
            answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
            answer.on('error', reject);
          },
        );
        sent.on('timeout', () => sent.destroy(new Error('the server did not answer in time')));
        sent.on('error', reject);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
};
