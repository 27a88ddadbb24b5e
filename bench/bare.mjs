/** The floor: a Fastify route that parses a report and says yes. */
import Fastify from 'fastify';

const app = Fastify({ bodyLimit: 1 << 26 });
app.post('/v1/report', (request) => ({ ack: request.body.seq }));
await app.listen({ host: '127.0.0.1', port: 0 });
process.send(app.server.address().port);
