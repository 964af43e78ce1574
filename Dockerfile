# syntax=docker/dockerfile:1
# The bot in a small image: the same pinned, hash-checked packages as `make setup`, no build tools, no root.

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
RUN python -m venv /tools && python -m venv --without-pip /opt/nongbaht
COPY requirements requirements
RUN /tools/bin/python -m pip install --require-hashes -r requirements/build.lock \
    && /tools/bin/python -m pip --python /opt/nongbaht/bin/python install --require-hashes -r requirements/runtime.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY storage storage
COPY locales locales
RUN /tools/bin/python -m pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
    && /tools/bin/python -m pip --python /opt/nongbaht/bin/python install --no-deps --no-index /wheels/*.whl \
    && /opt/nongbaht/bin/python -m compileall -q /opt/nongbaht/lib

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Nong Baht" org.opencontainers.image.licenses="Apache-2.0"
ENV PATH=/opt/nongbaht/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHAINLP_OFFLINE=1 \
    PYTHAINLP_READ_ONLY=1 \
    NONGBAHT_DATABASE_URL=sqlite+aiosqlite:////data/nongbaht.db
RUN useradd --system --uid 10001 --home-dir /data --create-home nongbaht
COPY --from=build /opt/nongbaht /opt/nongbaht
USER nongbaht
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/health', timeout=2)"]
# Migrations run before new code serves; `exec` lets the bot hear the stop signal and finish what it holds.
CMD ["sh", "-c", "nongbaht migrate && exec nongbaht serve --host 0.0.0.0 --port 8080"]
