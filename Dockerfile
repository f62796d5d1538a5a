# Asamblea in a container. Everything it keeps is in /app/data; the rest may be read-only:
#   docker build -t asamblea .
#   docker run --read-only --tmpfs /tmp -v asamblea-data:/app/data -p 127.0.0.1:3000:3000 asamblea

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image brings Node 24 itself: the copy that npm installs for machines without it is 190 MB too many.
RUN npm ci --omit=dev && rm -rf node_modules/node-linux-* node_modules/.bin/node

FROM node:24-slim
# Inside a container the loopback is the container's own: whom the port is shown to is decided by `-p`.
ENV NODE_ENV=production HOST=0.0.0.0
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json package-lock.json .npmrc LICENSE ./
COPY db db
COPY flows flows
COPY locales locales
COPY src src
RUN mkdir data && chown node:node data
USER node
VOLUME /app/data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD \
  ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3000}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--import", "./src/quick-imports.ts", "src/main.ts"]
