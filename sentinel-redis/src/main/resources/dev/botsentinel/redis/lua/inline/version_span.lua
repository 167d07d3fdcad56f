-- Inline. Reads `inner`, the content of a limit's part. Sets `span`, how long what is spent counts, CALENDAR for the windows of a
-- calendar; and of a bucket `unit_then`, `rate_then` and `burst_then`.

if byte(inner, 8) == T then
  local numbers, number, factor = {}, 0, 1 -- permits, per, burst: 7 bits a byte, low ones first, the last byte below 128
  for place = 13, #inner do
    local digit = byte(inner, place)
    number, factor = number + digit % 128 * factor, factor * 128
    if digit < 128 then
      numbers[#numbers + 1], number, factor = number, 0, 1
    end
  end
  local divisor, remainder = numbers[1], numbers[2]
  while remainder > 0 do
    divisor, remainder = remainder, divisor % remainder
  end
  unit_then, rate_then, burst_then = numbers[2] / divisor, numbers[1] / divisor, numbers[3]
  local part_of_micros = burst_then * unit_then % rate_then
  span = (burst_then * unit_then - part_of_micros) / rate_then + (part_of_micros > 0 and 1 or 0)
else
  span = math.min(unpack_at('<I7', inner, 9), CALENDAR)
end
