import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A Chromium of this machine; undefined where there is none. */
export const chromium = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((file) => file !== undefined && existsSync(file));

type Answer = {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
};

/** A page of a headless Chromium without a network, driven by its own protocol. */
export const openPage = async (file: string, url: string) => {
  const profile = mkdtempSync(join(tmpdir(), 'ledger-chromium-'));
  const browser: ChildProcess = spawn(
    file,
    [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-dev-shm-usage',
      '--remote-debugging-port=0',
      '--window-size=1000,1400',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: 'ignore' },
  );
  const portFile = join(profile, 'DevToolsActivePort');
  for (
    let attempt = 0;
    !existsSync(portFile) || readFileSync(portFile, 'utf8').split('\n').length < 2;
    attempt += 1
  ) {
    if (attempt > 300) throw new Error('Chromium does not start');
    await sleep(100);
  }
  const [port = ''] = readFileSync(portFile, 'utf8').split('\n');
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as ReadonlyArray<{
    readonly type: string;
    readonly webSocketDebuggerUrl: string;
  }>;
  const socket = new WebSocket(targets.find(({ type }) => type === 'page')?.webSocketDebuggerUrl ?? '');
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  let last = 0;
  const waiting = new Map<number, (answer: Answer) => void>();
  const requested: string[] = [];
  socket.addEventListener('message', (event) => {
    const message = JSON.parse(String(event.data)) as Answer & {
      readonly method?: string;
      readonly params?: { readonly request?: { readonly url: string } };
    };
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    if (message.method === 'Network.requestWillBeSent') requested.push(message.params?.request?.url ?? '');
  });
  const send = async <R>(method: string, params: object = {}): Promise<R> => {
    last += 1;
    const id = last;
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve);
      socket.send(JSON.stringify({ id, method, params }));
    });
    waiting.delete(id);
    if (answer.error !== undefined) throw new Error(`${method}: ${answer.error.message}`);
    return answer.result as R;
  };
  const evaluate = async <R>(expression: string): Promise<R> =>
    (
      await send<{ readonly result: { readonly value: R } }>('Runtime.evaluate', {
        expression,
        awaitPromise: true,
        returnByValue: true,
      })
    ).result.value;
  const until = async (expression: string): Promise<void> => {
    for (let attempt = 0; !(await evaluate<boolean>(expression)); attempt += 1) {
      if (attempt > 300) throw new Error(`it did not come to ${expression}`);
      await sleep(50);
    }
  };
  await send('Network.enable');
  await send('Network.emulateNetworkConditions', {
    offline: true,
    latency: 0,
    downloadThroughput: 0,
    uploadThroughput: 0,
  });
  await send('DOM.enable');
  await send('Page.enable');
  await send('Page.navigate', { url });
  await until(`document.readyState === 'complete' && location.href !== 'about:blank'`);
  return {
    /** Addresses that the page asked for. */
    requested,
    evaluate,
    until,
    key: async (key: string, code: string, windowsVirtualKeyCode: number, text?: string): Promise<void> => {
      for (const type of ['keyDown', 'keyUp'])
        await send('Input.dispatchKeyEvent', {
          type,
          key,
          code,
          windowsVirtualKeyCode,
          ...(text === undefined || type === 'keyUp' ? {} : { text }),
        });
    },
    choose: async (selector: string, files: ReadonlyArray<string>): Promise<void> => {
      const { root } = await send<{ readonly root: { readonly nodeId: number } }>('DOM.getDocument');
      const { nodeId } = await send<{ readonly nodeId: number }>('DOM.querySelector', {
        nodeId: root.nodeId,
        selector,
      });
      await send('DOM.setFileInputFiles', { nodeId, files });
    },
    screenshot: async (): Promise<Buffer> =>
      Buffer.from(
        (await send<{ readonly data: string }>('Page.captureScreenshot', { captureBeyondViewport: true }))
          .data,
        'base64',
      ),
    close: async (): Promise<void> => {
      const ended = new Promise((resolve) => browser.on('exit', resolve));
      socket.close();
      browser.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};
export type BrowserPage = Awaited<ReturnType<typeof openPage>>;
