import Fastify from 'fastify';

/** The limit for commands over HTTP: what this machine's fastify answers when there is nothing to do. Ends with its parent. */
const app = Fastify({ logger: false });
app.post('/', async () => ({}));
const address = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${address}\n`);
process.stdin.on('end', () => process.exit(0)).resume();
