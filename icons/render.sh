#!/bin/sh
# Renders every picture from the SVG files beside it. Needs rsvg-convert and convert (Debian: librsvg2-bin, imagemagick).
set -eu
cd "$(dirname "$0")"
mkdir -p png
for size in 16 22 24 32 48 64 128 256 512; do
    rsvg-convert -w $size -h $size adit.svg -o png/$size.png
done
for state in off working on trouble held; do
    for size in 16 22 32 48; do
        rsvg-convert -w $size -h $size tray/$state.svg -o tray/$state-$size.png
    done
done
convert png/16.png png/24.png png/32.png png/48.png png/64.png png/128.png png/256.png adit.ico
