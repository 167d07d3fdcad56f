-- Inline. Reads `frame`. Takes that part out of the owner's remaining parts (`value` from `position` on, and `kept`). Sets
-- `text`, and `start` and `stop`, the first and last byte of the content in it; leaves them nil if there is no such part.

do
  local all, place, size = value, position, #value
  if place >= size and kept ~= '' then
    all, place, size = kept, 1, #kept
  end
  while place < size do
    local content = place + byte(all, place) + 3
    local low, high = byte(all, content - 2, content - 1)
    local next = content + low + 256 * high
    if sub(all, place, content - 3) == frame then
      text, start, stop = all, content, next - 1
      if all == kept then
        kept = sub(kept, 1, place - 1) .. sub(kept, next)
      else
        if place > position then
          kept = kept .. sub(value, position, place - 1)
        end
        position = next
      end
      break
    end
    place = next
    if place >= size and all ~= kept and kept ~= '' then
      all, place, size = kept, 1, #kept
    end
  end
end
