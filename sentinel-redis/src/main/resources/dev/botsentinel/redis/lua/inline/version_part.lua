-- Inline. Reads `inner`, `span`, `superseded` and `before`. Sets `beside`, the content of another version's part, see
-- other_version.lua, and `beside_end`, its end: when its state has ended, or when it has not been used for a day.

beside_end = unpack_at('<I7', inner)
if span < CALENDAR then
  beside_end = math.max(math.min(beside_end, superseded + A_DAY), superseded + span)
end
beside = pack('<I7c1I7I4', beside_end, 'P', superseded, before) .. inner
