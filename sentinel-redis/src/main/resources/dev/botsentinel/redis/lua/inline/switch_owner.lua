-- Inline, of evaluate.lua. Reads `whose`. Takes that owner in hand: what read_owner.lua sets is its own from here on, and so are
-- `written`, the parts to write, and `lists`, those that several steps write together.

if current > 0 then
  owners[current] = {
    key, value, at, latest, lasts, covered, blocked, source, cooldowns, cooling, position, kept, written, lists,
  }
end
if owners[whose] then
  key, value, at, latest, lasts, covered, blocked, source, cooldowns, cooling, position, kept, written, lists =
    unpack(owners[whose], 1, 14)
else
  key, written, lists = KEYS[whose], '', nil
  -- include read_owner
end
current = whose
