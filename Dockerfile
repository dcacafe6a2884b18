# One image for all services: docker build -t im . && docker run im gate (docs/operations.md, Containers).
# The version of Node is the one of package.json; a test compares them.
ARG NODE_IMAGE=node:26.10.0-bookworm-slim

# The operator's page, which needs development packages.
FROM ${NODE_IMAGE} AS page
WORKDIR /opt/im
COPY package.json package-lock.json .npmrc tsconfig.json ./
COPY tools/install.js tools/build-page.js tools/
COPY status/web status/web
RUN npm run setup

# The packages that services need. The Node of this image takes the place of the one that npm installs elsewhere.
FROM ${NODE_IMAGE} AS packages
WORKDIR /opt/im
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --loglevel=error

FROM ${NODE_IMAGE}
WORKDIR /opt/im
# 127.0.0.1 would be this container alone. The admin port stays there until somebody sets IM_ADMIN_HOST.
ENV NODE_ENV=production \
    IM_HOST=0.0.0.0 \
    IM_STATUS_HOST=0.0.0.0 \
    IM_ADMIN_PORT=9100 \
    IM_DATA_FOLDER=/var/lib/im
COPY package.json LICENSE ./
COPY --from=packages /opt/im/node_modules node_modules
COPY --from=page /opt/im/.cache/operator-page .cache/operator-page
COPY proto proto
COPY infra infra
COPY gate gate
COPY auth auth
COPY verify verify
COPY logic logic
COPY status status
COPY embedded embedded
COPY tools tools
RUN install -d -o node -g node /var/lib/im
USER node
# A process that does not answer has an event loop that hangs. A service that waits for Kafka answers.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD exec node infra/deploy/image/healthcheck.ts "$IM_ADMIN_HOST" "$IM_ADMIN_PORT"
ENTRYPOINT ["/opt/im/infra/deploy/image/entrypoint.sh"]
