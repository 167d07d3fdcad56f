-- Inline, in evaluate.lua. Makes `owner_number` the current owner: sets what read_owner.lua sets, `written`, the parts to
-- write, and `lists`, the lists that several steps write together.

if current > 0 then
  owners[current] = {
    key, value, at, latest, lasts, covered, blocked, source, cooldowns, cooling, position, kept, written, lists,
    versioned,
  }
end
if owners[owner_number] then
  key, value, at, latest, lasts, covered, blocked, source, cooldowns, cooling, position, kept, written, lists,
    versioned = unpack(owners[owner_number], 1, 15)
else
  key, written, lists = KEYS[owner_number], '', nil
  -- include read_owner
end
current = owner_number
