# The collector is one file without dependencies. Build from the root of the repository.
FROM node:24-slim AS build
WORKDIR /shoji
ENV PRISMA_SCHEMA_ENGINE_BINARY=/bin/true TURBO_TELEMETRY_DISABLED=1
COPY . .
RUN npm ci --no-audit --no-fund && npx turbo run build --filter=@shoji/collector

FROM node:24-slim
COPY --from=build /shoji/apps/collector/dist/shoji-collector.mjs /shoji/deploy/healthcheck.mjs /app/
VOLUME /var/lib/shoji-collector
USER 1000:1000
ENTRYPOINT ["node", "--jitless", "/app/shoji-collector.mjs"]
CMD ["run"]
