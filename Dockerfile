# syntax=docker/dockerfile:1
FROM rust:1.95-slim-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends cmake g++ make \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked \
    && cp target/release/payung /payung

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --user-group --home-dir /var/lib/payung --create-home payung
COPY --from=build /payung /usr/local/bin/payung
USER payung
ENV MALLOC_ARENA_MAX=1 \
    PAYUNG_LISTEN=0.0.0.0:8080 \
    PAYUNG_FILES_DIR=/var/lib/payung/files
VOLUME /var/lib/payung
EXPOSE 8080
# Alive, not ready: a container must not be restarted because its database is away.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:8080/livez"]
ENTRYPOINT ["payung"]
CMD ["serve"]
