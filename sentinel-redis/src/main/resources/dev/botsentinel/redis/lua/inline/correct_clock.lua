-- Inline, in read_owner.lua. The clock is far behind the latest time written, so it was corrected. Moves all instants of the
-- owner back by the difference, as if no time had passed since the last write, and writes that. A block made by hand keeps its
-- date. What has ended is left out.

do
  local by, moved, last, part = latest - now, {}, 0, FIRST
  local function moved_window(text)
    local width, format, modulus = 7, '<I7', 72057594037927936
    if unpack_at('<I7', text, 9) < 4294967296 then
      width, format, modulus = 4, '<I4', 4294967296
    end
    local stamps = {}
    for place = 16, #text, width do
      stamps[#stamps + 1] = pack(format, (unpack_at(format, text, place) - by) % modulus)
    end
    return sub(text, 8, 15) .. table.concat(stamps)
  end
  while part < #value do
    local content = part + byte(value, part) + 3
    local length = unpack_at('<I2', value, content - 2)
    local name, text = sub(value, part + 1, content - 3), sub(value, content, content + length - 1)
    local ends = unpack_at('<I7', text)
    part = content + length
    if ends > latest then
      local kind = #name == 1 and string.lower(name) or sub(text, 8, 8)
      local manual = kind == 'b' and sub(text, 8, 8) == 'M'
      local new_end = manual and ends or ends - by
      local rest = sub(text, 8)
      if kind == 'b' and not manual then
        rest = 'A' .. pack('<I7', math.max(0, unpack_at('<I7', text, 9) - by)) .. sub(text, 16)
      elseif kind == 'o' then
        local stays, rung, rung_stays, violated, blocked_until = unpack_at('<I7I4I7I7I7', text, 8)
        local stamps = {}
        for place = 40, #text, 7 do
          stamps[#stamps + 1] = pack('<I7', math.max(0, unpack_at('<I7', text, place) - by))
        end
        rest = pack('<I7I4I7I7I7', stays, rung, rung_stays, math.max(0, violated - by), math.max(0, blocked_until - by))
          .. table.concat(stamps)
      elseif kind == 'u' or kind == 'v' or kind == 'f' or kind == 'g' then
        local values = {}
        for place = 8, #text, 15 do
          local until_then = math.max(0, unpack_at('<I7', text, place + 8) - by)
          values[#values + 1] = sub(text, place, place + 7) .. pack('<I7', until_then)
        end
        rest = table.concat(values)
      elseif #name == 1 and (kind == 'a' or kind == 'c' or kind == 'r') then
        local list = cmsgpack.unpack(rest)
        for _, entry in ipairs(list) do
          local field = kind == 'r' and 3 or 2
          entry[field] = entry[field] - by
          if kind == 'a' and entry[4] and entry[5] < NEVER then
            entry[5] = entry[5] - by
          end
        end
        rest = cmsgpack.pack(list)
      elseif kind == 'W' then
        rest = moved_window(text)
      elseif kind == 'P' then
        local inner = sub(text, 20)
        rest = 'P' .. pack('<I7', unpack_at('<I7', text, 9) - by) .. sub(text, 16, 19)
          .. pack('<I7', unpack_at('<I7', inner) - by)
          .. (sub(inner, 8, 8) == 'W' and moved_window(inner) or sub(inner, 8))
      end
      last = math.max(last, new_end)
      moved[#moved + 1] = pack('<Bc0I2I7', #name, name, 7 + #rest, new_end) .. rest
    end
  end
  if source == 'A' then
    blocked = blocked > latest and blocked - by or 0
  elseif blocked <= latest then
    blocked = 0
  end
  latest, lasts = now, math.max(now, last)
  local whole, keeps_expiry = pack(HEADER, VERSION, blocked, source, latest, lasts, cooled) .. table.concat(moved), false
  if not only_reads then
    -- include write_value
  end
  value = whole
end
