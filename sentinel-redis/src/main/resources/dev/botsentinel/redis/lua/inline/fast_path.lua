-- Inline, in PlanScript. The fast path of one plan: see there. Variables of a step end with its number.
--
-- Answers as evaluate.lua does, with one more code: see PlanScript

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
      passes = passes and at - at % 16777216 == latest - latest % 16777216 -- else evaluate.lua removes ended parts
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
