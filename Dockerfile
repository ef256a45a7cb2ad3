# OnRecord, serving on port 8137 of the container. The data folder is /data.
#
#     docker build -t onrecord .
#     docker run --rm -v onrecord-data:/data onrecord keys create me --scope admin
#     docker run -p 127.0.0.1:8137:8137 -v onrecord-data:/data onrecord
#
# The container's port is reached from outside of it, so every request needs a key.
FROM python:3.11-slim AS build
WORKDIR /src
COPY requirements.lock requirements-build.lock ./
RUN python -m venv /opt/onrecord \
 && /opt/onrecord/bin/pip install --no-cache-dir --require-hashes -r requirements-build.lock \
 && /opt/onrecord/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN /opt/onrecord/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
    ./models/onrecord-attribution-fast ./models/onrecord-attribution-accurate

FROM python:3.11-slim
COPY --from=build /opt/onrecord /opt/onrecord
RUN useradd --system --create-home onrecord && install -d -o onrecord /data
USER onrecord
ENV PATH=/opt/onrecord/bin:$PATH \
    ONRECORD_DATA_DIR=/data \
    ONRECORD_HOST=0.0.0.0 \
    ONRECORD_LOG_LEVEL=info
VOLUME /data
EXPOSE 8137
STOPSIGNAL SIGTERM
HEALTHCHECK --start-period=30s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8137/readyz')"]
ENTRYPOINT ["onrecord"]
CMD ["serve"]
