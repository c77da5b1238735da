# One image, two programs: the worker by default, the gateway by its command (docker-compose.yml).
FROM node:22-slim AS build
WORKDIR /hub
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# Without the variable Prisma would fetch a binary that generating does not need.
RUN PRISMA_SCHEMA_ENGINE_BINARY=/bin/true npx prisma generate \
    && npm run build \
    && npm prune --omit=dev

FROM node:22-slim
WORKDIR /hub
COPY --from=build /hub/package.json ./
COPY --from=build /hub/node_modules ./node_modules
COPY --from=build /hub/dist ./dist
# What the compiler does not carry over: the migrations and the data of the legislative areas.
COPY --from=build /hub/prisma/migrations ./dist/prisma/migrations
COPY --from=build /hub/schemas/areas ./schemas/areas
COPY --from=build /hub/schemas/texts ./schemas/texts
COPY --from=build /hub/schemas/calendar.json /hub/schemas/scoreboard.json ./schemas/
COPY --from=build /hub/docs/generated/asyncapi.json ./docs/generated/asyncapi.json
USER node
CMD ["node", "--max-semi-space-size=64", "dist/worker/main.js"]
