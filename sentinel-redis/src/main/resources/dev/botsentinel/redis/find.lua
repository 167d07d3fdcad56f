-- Block. Reads `owner`, `frame`. Takes the part out of what is left of the owner, and sets `text`, `start` and `stop`: the
-- first and last byte of its content; leaves them nil if there is no such part.

do
  local all, place, from = owner.value, owner.place, owner.place
  local name_length = #frame - 1
  local size = all and #all or 0
  if place >= size and owner.kept ~= '' then
    all, place, size = owner.kept, 1, #owner.kept
  end
  while place < size do
    local length = byte(all, place)
    local low, high = byte(all, place + length + 1, place + length + 2)
    local content = place + length + 3
    local next = content + low + 256 * high
    if length == name_length and sub(all, place, place + length) == frame then
      text, start, stop = all, content, next - 1
      if all ~= owner.value then
        owner.kept = sub(all, 1, place - 1) .. sub(all, next)
      else
        owner.place = next
        if place > from then
          owner.kept = owner.kept .. sub(all, from, place - 1)
        end
      end
      break
    end
    place = next
    if place >= size and all == owner.value and owner.kept ~= '' then
      all, place, size = owner.kept, 1, #owner.kept
    end
  end
end
