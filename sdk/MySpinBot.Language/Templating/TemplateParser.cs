namespace MySpinBot.Language;

/// <summary>Reads the statements of a template.</summary>
internal sealed class TemplateParser
{
    // Tags in tags: deeper ones would take the stack.
    private const int MostDepth = 100;

    private readonly ExpressionParser _read;
    private int _depth;
    private int _loops;

    private TemplateParser(IReadOnlyList<TemplateToken> tokens) => _read = new ExpressionParser(tokens);

    /// <summary>The template as statements.</summary>
    /// <exception cref="TemplateFault">It is not Jinja, or uses what is not supported.</exception>
    public static Block Read(string source) => new TemplateParser(TemplateLexer.Read(source)).Body(null, 1, []);

    // Statements up to a tag that ends them, whose name is then the next token.
    private Block Body(string? opened, int line, ReadOnlySpan<string> ends)
    {
        if (++_depth > MostDepth)
        {
            throw new TemplateFault("tags are nested too deep", line);
        }

        List<Statement> statements = [];
        while (true)
        {
            var token = _read.Take();
            switch (token.Kind)
            {
                case TemplateTokenKind.End when opened is not null:
                    throw new TemplateFault($"'{opened}' is not closed", line);
                case TemplateTokenKind.End:
                    return new Block(statements);
                case TemplateTokenKind.Text:
                    statements.Add(new TextStatement(token.Text));
                    break;
                case TemplateTokenKind.OutputStart:
                    statements.Add(new PrintStatement(_read.Row()));
                    _ = _read.Expect(TemplateTokenKind.OutputEnd, "'}}'");
                    break;
                default:
                    if (ends.Contains(_read.Current.Text))
                    {
                        _depth--;
                        return new Block(statements);
                    }

                    statements.Add(Tag());
                    break;
            }
        }
    }

    private Statement Tag()
    {
        var tag = _read.Expect(TemplateTokenKind.Name, "the name of a tag");
        return tag.Text switch
        {
            "if" => If(tag.Line),
            "for" => For(tag.Line),
            "set" => Set(tag.Line),
            "macro" => Macro(tag.Line),
            "call" => Call(tag.Line),
            "filter" => Filter(tag.Line),
            "with" => With(tag.Line),
            "generation" => Generation(tag.Line),
            "break" => Flow(TemplateFlow.Break, tag.Line),
            "continue" => Flow(TemplateFlow.Continue, tag.Line),
            "extends" or "include" or "import" or "from" or "block" => throw new TemplateFault($"'{tag.Text}' reaches other templates, and there are none", tag.Line),
            _ => throw new TemplateFault($"'{tag.Text}' is no tag that is known here", tag.Line),
        };
    }

    private void Close() => _read.Expect(TemplateTokenKind.TagEnd, "'%}'");

    // The body of a tag, and its closing tag.
    private Block Closed(string opened, int line)
    {
        Close();
        var body = Body(opened, line, ["end" + opened]);
        _read.Take();
        Close();
        return body;
    }

    private IfStatement If(int line)
    {
        List<(Expression?, Block)> branches = [];
        var condition = _read.Whole();
        while (true)
        {
            Close();
            branches.Add((condition, Body("if", line, ["elif", "else", "endif"])));
            switch (_read.Take().Text)
            {
                case "elif":
                    condition = _read.Whole();
                    continue;
                case "else":
                    Close();
                    branches.Add((null, Body("if", line, ["endif"])));
                    _read.Take();
                    break;
            }

            Close();
            return new IfStatement(branches);
        }
    }

    private LoopStatement For(int line)
    {
        var target = Target(false);
        if (!_read.TakesName("in"))
        {
            throw new TemplateFault($"'in' is wanted, not {_read.Current.Told}", _read.Current.Line);
        }

        var values = Values();
        var condition = _read.TakesName("if") ? _read.Whole() : null;
        var recursive = _read.TakesName("recursive");
        Close();
        _loops++;
        var body = Body("for", line, ["else", "endfor"]);
        _loops--;
        Block? otherwise = null;
        if (_read.Take().Text == "else")
        {
            Close();
            otherwise = Body("for", line, ["endfor"]);
            _read.Take();
        }

        Close();
        return new LoopStatement(target, values, condition, body, otherwise, recursive);
    }

    // What a loop goes over: several values are a tuple; an if behind them is the loop's.
    private Expression Values()
    {
        var line = _read.Current.Line;
        List<Expression> values = [_read.Whole(withIf: false)];
        var row = _read.Current.Is(",");
        while (_read.Takes(","))
        {
            values.Add(_read.Whole(withIf: false));
        }

        return row ? new ListExpression(values, true) { Line = line } : values[0];
    }

    private Assigned Target(bool withMembers)
    {
        var line = _read.Current.Line;
        List<Assigned> parts = [];
        do
        {
            parts.Add(One(withMembers));
        }
        while (_read.Takes(",") && !_read.Current.IsName("in") && !_read.Current.Is("="));
        return parts.Count == 1 ? parts[0] : new AssignedRow(parts, line);
    }

    private Assigned One(bool withMembers)
    {
        if (_read.Takes("("))
        {
            var inside = Target(withMembers);
            _read.Expect(")");
            return inside;
        }

        var name = _read.Expect(TemplateTokenKind.Name, "a name to set");
        return withMembers && _read.Takes(".")
            ? new AssignedMember(name.Text, _read.Expect(TemplateTokenKind.Name, "the name of a member").Text, name.Line)
            : new AssignedName(name.Text, name.Line);
    }

    private Statement Set(int line)
    {
        var target = Target(true);
        if (_read.Takes("="))
        {
            var value = _read.Row();
            Close();
            return new SetStatement(target, value);
        }

        var filters = Filters();
        return new CaptureStatement(target, filters, Closed("set", line));
    }

    private List<FilterExpression> Filters()
    {
        List<FilterExpression> filters = [];
        while (_read.Takes("|"))
        {
            filters.Add(_read.Filter(null));
        }

        return filters;
    }

    private CaptureStatement Filter(int line)
    {
        List<FilterExpression> filters = [_read.Filter(null), .. Filters()];
        return new CaptureStatement(null, filters, Closed("filter", line));
    }

    private MacroStatement Macro(int line)
    {
        var name = _read.Expect(TemplateTokenKind.Name, "the name of the macro").Text;
        return new MacroStatement(name, new Macro(name, Parameters(), Apart("macro", line)));
    }

    private CallStatement Call(int line)
    {
        var parameters = _read.Current.Is("(") ? Parameters() : [];
        var target = _read.Whole();
        return target is CallExpression call
            ? new CallStatement(call.Target, call.Arguments, new Macro("caller", parameters, Apart("call", line)), line)
            : throw new TemplateFault("'call' wants a macro with its arguments", line);
    }

    // A body that no loop around it can be left from.
    private Block Apart(string opened, int line)
    {
        var loops = _loops;
        _loops = 0;
        var body = Closed(opened, line);
        _loops = loops;
        return body;
    }

    private List<MacroParameter> Parameters()
    {
        List<MacroParameter> parameters = [];
        _read.Expect("(");
        while (!_read.Takes(")"))
        {
            var name = _read.Expect(TemplateTokenKind.Name, "the name of a parameter").Text;
            var line = _read.Current.Line;
            parameters.Add(new MacroParameter(name, _read.Takes("=") ? _read.Whole() : null));
            if (parameters is [.., { Default: not null }, { Default: null }])
            {
                throw new TemplateFault($"the parameter '{name}' has no default, and one before it has", line);
            }

            if (!_read.Takes(",") && !_read.Current.Is(")"))
            {
                throw new TemplateFault($"',' or ')' is wanted, not {_read.Current.Told}", _read.Current.Line);
            }
        }

        return parameters;
    }

    private WithStatement With(int line)
    {
        List<(Assigned, Expression)> values = [];
        while (_read.Current.Kind != TemplateTokenKind.TagEnd)
        {
            var target = One(false);
            _read.Expect("=");
            values.Add((target, _read.Whole()));
            _ = _read.Takes(",");
        }

        return new WithStatement(values, Closed("with", line));
    }

    // Marks the answer for those who train with the template: it prints what stands inside.
    private Block Generation(int line) => Closed("generation", line);

    private FlowStatement Flow(TemplateFlow flow, int line)
    {
        if (_loops == 0)
        {
            throw new TemplateFault($"'{(flow == TemplateFlow.Break ? "break" : "continue")}' stands in no loop", line);
        }

        Close();
        return new FlowStatement(flow);
    }
}
