-- Inline. Reads `at`, `frame`, `capacity`, `window`, `seen`, `again`. Sets `ends`, until when the value is remembered, nil if
-- it is new; `head`, `tail` and `finish` as in examine_limit.lua; and `earlier`, if several steps use this list: they examine
-- the list as it was before the call, and write it together.
--
-- A list of seen values. Content: end, then for each value, newest first, its 8 bytes and until when it is remembered.

local text, start, stop
-- include take_part
if again == 1 then
  lists = lists or {}
  earlier = lists[frame] or {text, start, stop}
  lists[frame] = earlier
  text, start, stop = unpack(earlier, 1, 3)
end
if text then
  local first = start + ENTRIES
  local found = string.find(text, seen, first, true)
  while found and found < stop do
    if (found - first) % ENTRY == 0 then
      local until_then = unpack_at('<I7', text, found + 8)
      if until_then > at then
        ends = until_then
        break
      end
    end
    found = string.find(text, seen, found + 1, true)
  end
end
if earlier and earlier.made then
  text, start, stop = earlier.made, 3, #earlier.made
end
local own_end = at + window
finish, tail = own_end, ''
local last = text and unpack_at('<I7', text, start) or 0
if last > at then
  finish = math.max(finish, last)
  -- Removes ended values from the back; if the list is full, from anywhere; if it is still full, the oldest value.
  local first = start + ENTRIES
  while unpack_at('<I7', text, stop - 6) <= at do
    stop = stop - ENTRY
  end
  tail = sub(text, first, stop)
  if #tail >= capacity * ENTRY then
    local live = {}
    for entry = first, stop, ENTRY do
      if unpack_at('<I7', text, entry + 8) > at then
        live[#live + 1] = sub(text, entry, entry + ENTRY - 1)
      end
    end
    tail = table.concat(live, '', 1, math.min(#live, capacity - 1))
  end
end
head = pack('<I2I7c8I7', ENTRIES + ENTRY + #tail, finish, seen, own_end)
