/**
 * Answers each request in a block of its own. All rows are tried at once; where the server refuses one of them, each row
 * goes through its tries until one is taken. Tests are asked at once as well, and one by one where that fails.
 */
export const FILL_FUNCTION = `
create or replace function pg_temp.fill_awkward_rows(requests pg_catalog.jsonb) returns pg_catalog.jsonb language plpgsql security definer as $awkward$
declare
  answers jsonb := '[]'; request jsonb; tests jsonb; rows jsonb; keys jsonb; relation text; names text; back text; test jsonb; casts text; hits jsonb; job jsonb; attempt jsonb; at int; list text; is_so boolean; one record; taken int; why text;
begin
for request in select jsonb_array_elements(requests) loop begin
  tests := '[]'; rows := '[]'; keys := '[]'; relation := request->>'relation';
  for test in select jsonb_array_elements(request->'tests') loop
    select string_agg(format('(v.c->>%s)::%s as %s', (o - 1)::text, c->>'type', c->>'name'), ', ' order by o) into casts
      from jsonb_array_elements(test->'columns') with ordinality x(c, o);
    begin
      execute format('select coalesce(jsonb_agg(s.awkward_at - 1 order by s.awkward_at), ''[]'') from (select s.*%s from (select v.o as awkward_at, %s
        from jsonb_array_elements($1) with ordinality v(c, o) offset 0) s) s where (%s) is not false', test->>'derived', casts, test->>'expression')
        into hits using test->'combinations';
    exception when others then
      hits := '[]';
      for at in 0 .. jsonb_array_length(test->'combinations') - 1 loop
        begin
          execute format('select (%s) is not false from (select s.*%s from (select %s from (select $1) v(c) offset 0) s) s',
            test->>'expression', test->>'derived', casts)
            into is_so using test->'combinations'->at;
          if is_so then hits := hits || to_jsonb(at); end if;
        exception when others then null;
        end;
        exit when jsonb_array_length(hits) >= 40;
      end loop;
    end;
    tests := tests || jsonb_build_array(hits);
  end loop;

  select string_agg(c->>'name', ', ' order by o) into names from jsonb_array_elements(request->'columns') with ordinality x(c, o);
  select coalesce(string_agg(r, ', '), '1') into back from jsonb_array_elements_text(request->'returning') x(r);
  select string_agg(format('(%s)', (select string_agg(quote_nullable(v), ', ' order by o) from jsonb_array_elements_text(r->'values') with ordinality x(v, o))), ', ')
    into list from jsonb_array_elements(request->'rows') x(r) where names is not null and request->'distinct' = '[]';
  begin
    execute format('insert into %s (%s) overriding system value values %s returning %s', relation, names, list, back) into one;
    rows := (select jsonb_agg('{"taken": 0}'::jsonb) from jsonb_array_elements(request->'rows'));
  exception when others then rows := '[]';
  end;
  for job in select jsonb_array_elements(request->'rows') where rows = '[]' loop
    taken := null; why := null; at := 0;
    for attempt in select jsonb_array_elements(job->'tries') loop
      select string_agg(quote_nullable(case when attempt ? (o - 1)::text then attempt->>(o - 1)::text else v end), ', ' order by o) into list
        from jsonb_array_elements_text(job->'values') with ordinality x(v, o);
      begin
        for test in select jsonb_array_elements(request->'distinct') loop
          select string_agg(format('%s = %L', request->'columns'->(c::int)->>'name',
            case when attempt ? c then attempt->>c else job->'values'->>(c::int) end), ' and ') into casts
            from jsonb_array_elements_text(test) x(c);
          execute format('select exists (select from %s where %s)', relation, casts) into is_so;
          if is_so then raise unique_violation using message = 'such a row is there already'; end if;
        end loop;
        execute format('insert into %s %s returning %s', relation,
          case when names is null then 'default values' else format('(%s) overriding system value values (%s)', names, list) end, back) into one;
        taken := at;
        exit;
      exception when others then why := coalesce(why, sqlerrm);
      end;
      at := at + 1;
    end loop;
    rows := rows || jsonb_build_object('taken', taken, 'message', why);
  end loop;

  for test in select jsonb_array_elements(request->'broken') loop
    execute test->>'sql' into is_so;
    if is_so then raise exception 'the rows would break %', test->>'name'; end if;
  end loop;
  for list in select jsonb_array_elements_text(request->'keys') loop
    execute list into hits;
    keys := keys || jsonb_build_array(coalesce(hits, '[]'));
  end loop;
  answers := answers || jsonb_build_array(jsonb_build_object('tests', tests, 'rows', rows, 'keys', keys));
exception when others then answers := answers || to_jsonb(sqlerrm);
end; end loop;
return answers;
end $awkward$`;
