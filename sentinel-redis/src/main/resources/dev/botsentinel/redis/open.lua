-- Block. Reads `key`. Sets `owner`, as its value says. What find.lua has not met is `kept` and, in `value`
-- (false if there is none), from `place` on; `pieces` are what is to be written.

local value = redis.call('GET', key)
owner = {
  key = key, value = value, at = now, place = FIRST, kept = '', latest = 0, finish = 0, blocked = 0, source = 'M',
  pieces = {''},
}
if value then
  local version, blocked, source = unpack_at(OF_EVERY_VERSION, value)
  owner.blocked, owner.source = blocked, source
  if version == VERSION then
    local latest, finish, cooled = unpack_at('<I7I7B', value, LATEST)
    owner.latest, owner.finish = latest, finish
    if latest > now then
      owner.at = latest
    end
    if cooled == 1 then
      local text, start, stop
      local frame = '\1C'
      -- include find
      owner.place, owner.kept = FIRST, ''
      if text then
        owner.cooldowns, owner.cooling = cmsgpack.unpack(sub(text, start + 7, stop)), {}
        for _, cooldown in ipairs(owner.cooldowns) do
          owner.cooling[cooldown[1]] = cooldown[2]
        end
      end
    end
  else
    -- Another version's state can't be read, but its block stays.
    owner.value, owner.finish = false, blocked
    owner.kept = blocked == 0 and '' or pack('<Bc1I2I7c1I7I2', 1, 'B', 17, blocked, source, now, 0)
  end
end
