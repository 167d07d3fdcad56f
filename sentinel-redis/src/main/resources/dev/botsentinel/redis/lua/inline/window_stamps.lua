-- Inline. Reads `per`, `at`, `text`, `start`, `stop`. A window's content: end, W, the window's length when this was written,
-- then a stamp for each permit spent, newest first. The newest is end - length. All stamps are younger than the window's
-- length, so in a window below 2^32 µs (71 min) the lower 4 bytes of a stamp suffice.
--
-- Sets `live`, the number of stamps in the half-open window; `stays`, how long they count; `last`, the newest; `first`, where
-- they start; and how to read them: `width`, `format`, `modulus`. The oldest stamps expire, so a binary search starts at that
-- end.

local ends_then, written = unpack_at('<I7xI7', text, start)
if written < SHORT then
  width, format, modulus = 4, '<I4', SHORT
else
  width, format, modulus = 7, '<I7', LONG
end
first, last = start + STAMPS, ends_then - written
stays = per < written and per or written
live = (stop - first + 1) / width
local left_at, low, middle = last + stays - at, 0, live - 1
while low < live do
  if (last - unpack_at(format, text, first + middle * width)) % modulus < left_at then
    low = middle + 1
  else
    live = middle
  end
  middle = live - low > 4 and floor((low + live) / 2) or live - 1
end
