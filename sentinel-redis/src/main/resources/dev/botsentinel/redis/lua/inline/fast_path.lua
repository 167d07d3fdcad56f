-- Inline, of PlanScript. The usual case of one plan: see there. Its variables end with the number of their step.
--
-- Answers a number: how long before the deadline, and times 2^26 the permits left, see PlanScript; or as evaluate.lua does

do
  local key, at, latest, covered, position, version_and_block, _ = KEYS[1], now, 0, 0, 1, nil, nil
  local value = redis.call('GET', key)
  local fast = not value
  $variables
  $reading
  if fast then
    local finish, passes = 0, true
    $deciding
    local rest = ''
    if value and position <= #value then
      rest = sub(value, position)
      passes = passes and at - at % 16777216 == latest - latest % 16777216 -- else what has ended is let go of, see evaluate.lua
    end
    if passes then
      local lasts, keeps_expiry = finish, value and finish - covered < SPARE
      if keeps_expiry then
        lasts = covered
      end
      local whole = $whole .. rest
      -- include write_value
      $answer
    end
  end
end
