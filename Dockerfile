# The API and its read models. The database is another container or host: DATABASE_URL is required. Whoever signs the
# transparency log mounts a volume at /var/lib/ledger/log, for the key and what was signed last.
FROM debian:12-slim AS dependencies
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm ca-certificates && rm -rf /var/lib/apt/lists/*
WORKDIR /ledger
COPY package.json package-lock.json .npmrc ./
# The project's own Node comes as an optional dependency, so optional ones stay in.
RUN npm ci --omit=dev --ignore-scripts

FROM debian:12-slim
RUN useradd --system --create-home --home-dir /var/lib/ledger ledger && \
  install -d -o ledger -g ledger -m 700 /var/lib/ledger/log
WORKDIR /ledger
COPY --from=dependencies /ledger/node_modules node_modules
COPY package.json LICENSE README.md ./
COPY domain domain
COPY projections projections
COPY api api
COPY infra infra
COPY examples examples
USER ledger
ENV NODE_ENV=production LEDGER_HOST=0.0.0.0 LEDGER_PORT=8080 LEDGER_DATA=/var/lib/ledger
EXPOSE 8080
# The pinned Node of the image's platform; the launcher finds it in node_modules.
ENTRYPOINT ["/bin/sh", "-c", "exec node_modules/.bin/node api/cli/ledger.js \"$0\" \"$@\""]
CMD ["serve"]
