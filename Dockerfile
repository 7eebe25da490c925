# The program in a small image. Its working directory is /data: mount the folder of the data files there.
#
#   docker build -t nianbao .
#   docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/data" nianbao check 2024年报.toml
#
# A PDF needs fonts, which the image has not: -v /usr/share/fonts:/usr/share/fonts:ro
#
# The preview listens on 127.0.0.1 alone, inside the container: for it, use the program without Docker.

FROM rust:1.92.0-slim-bookworm AS build
WORKDIR /source
COPY . .
RUN cargo install --locked --path . --root /built

FROM debian:12.11-slim
COPY --from=build /built/bin/nianbao /usr/local/bin/nianbao
COPY README.zh-CN.md RULES.zh-CN.md LICENSE-MIT LICENSE-APACHE THIRD-PARTY-NOTICES.md /usr/share/doc/nianbao/
# File names and messages are Chinese.
ENV LANG=C.UTF-8
RUN useradd --create-home --uid 1000 clerk && install -d -o clerk -g clerk /data
USER 1000
WORKDIR /data
ENTRYPOINT ["nianbao"]
CMD ["--help"]
