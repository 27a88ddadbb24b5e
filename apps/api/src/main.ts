import 'reflect-metadata';
import { createApp } from './app.js';
import { ConfigError, parseConfig } from './config.js';

try {
  const config = parseConfig(process.env);
  const app = await createApp(config);
  await app.listen(config.API_PORT, config.API_HOST);
  console.log(`API listens on ${await app.getUrl()}`);
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
}
