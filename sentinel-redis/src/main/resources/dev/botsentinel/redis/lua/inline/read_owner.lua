-- Inline. Reads `key`. Sets what its value says: `value`, '' if there is none; `at`, the owner's time; `latest`, `lasts`,
-- `covered`, `blocked`, `source`, `cooldowns` and `cooling`, as in layout.lua; `covered` is 0 if a new expiry is needed. What take_part.lua has not met is `kept` and, in `value`, from
-- `position` on.

value, at, latest, lasts, covered, blocked, source = redis.call('GET', key) or '', now, 0, 0, 0, 0, 'M'
cooldowns, cooling, position, kept = nil, nil, FIRST, ''
if byte(value) == VERSION then
  local cooled, _
  _, blocked, source, latest, lasts, cooled = unpack_at(HEADER, value)
  covered = lasts
  if latest > now then
    at = latest
  end
  if cooled == 1 then
    local text, start, stop
    local frame = '\1C'
    -- include take_part
    position, kept = FIRST, ''
    if text then
      cooldowns, cooling = cmsgpack.unpack(sub(text, start + 7, stop)), {}
      for _, cooldown in ipairs(cooldowns) do
        cooling[cooldown[1]] = cooldown[2]
      end
    end
  end
elseif value ~= '' then
  -- Another version's state can't be read, but its block stays.
  local _
  _, blocked, source = unpack_at(OF_EVERY_VERSION, value)
  value, lasts = '', blocked
  kept = blocked == 0 and '' or pack('<Bc1I2I7c1I7I2', 1, 'B', 17, blocked, source, now, 0)
end
