-- Inline. Reads `key`. Sets `value`, '' if there is none; `at`, the owner's time; from the header, see layout.lua, `latest`,
-- `lasts` (the end of the value), `covered` (the end that the expiry covers; 0 if the key needs a new one), `blocked` and
-- `source`; `cooldowns`, a list, and `cooling`, their ends by frame; `versioned`, whether there are parts of other versions of
-- limits, see other_version.lua. The parts that take_part.lua hasn't taken are `kept` and
-- what follows `position` in `value`.

value, at, latest, lasts, covered, blocked, source = redis.call('GET', key) or '', now, 0, 0, 0, 0, 'M'
cooldowns, cooling, versioned, position, kept = nil, nil, false, FIRST, ''
if byte(value) == VERSION then
  local cooled, _
  _, blocked, source, latest, lasts, cooled = unpack_at(HEADER, value)
  if latest > now then
    if latest - now > CORRECTION then
      -- include correct_clock
    end
    at = latest
  end
  covered = lasts
  versioned = cooled > 1
  if cooled % 2 == 1 then
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
  -- The state of another version is unreadable, but its block stays in force.
  local _
  _, blocked, source = unpack_at(OF_EVERY_VERSION, value)
  value, lasts = '', blocked
  kept = blocked == 0 and '' or pack('<Bc1I2I7c1I7I2', 1, 'B', 17, blocked, source, now, 0)
end
