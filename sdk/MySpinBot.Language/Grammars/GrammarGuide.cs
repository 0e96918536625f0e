using System.Text;

namespace MySpinBot.Language;

/// <summary>Tells a sequence which tokens its grammar allows. Where there are triggers, everything is allowed until one has been written; the grammar's text then begins with the trigger itself,
/// and a token that finishes a trigger has to fit the grammar with what it writes after it. One thread at a time.</summary>
internal sealed class GrammarGuide
{
    private const int MostMasks = 32;

    private readonly Grammar _grammar;
    private readonly GrammarMachine _machine;
    private readonly TokenBytes _tokens;
    private readonly byte[][] _triggers;
    private readonly Dictionary<GrammarPlace, ulong[]> _masks = [];
    private readonly GrammarPlace[] _places;
    private int _generation;
    private GrammarPlace _place;

    // While it waits: what was written, as far back as a trigger could begin.
    private byte[]? _tail;

    /// <param name="grammar">The grammar.</param>
    /// <param name="tokens">Bytes of the tokens.</param>
    /// <param name="triggers">Texts with which it begins to hold; none for from the first token.</param>
    public GrammarGuide(Grammar grammar, TokenBytes tokens, IReadOnlyList<string> triggers)
    {
        (_grammar, _machine, _tokens) = (grammar, new GrammarMachine(grammar), tokens);
        _triggers = [.. triggers.Where(trigger => trigger.Length > 0).Select(Encoding.UTF8.GetBytes)];
        _tail = _triggers.Length == 0 ? null : [];
        _places = new GrammarPlace[tokens.Longest + 1];
        _place = new(_machine.Begin());
    }

    /// <summary>Whether the grammar holds now.</summary>
    public bool Holds => _tail is null;

    /// <summary>Whether the grammar allows nothing but the end.</summary>
    public bool MustEnd => Holds && _place.Missing == 0 && _machine.MustEnd(_place.Set);

    /// <summary>Whether a token may come.</summary>
    public bool Allows(int token)
        => _tokens.IsEnd(token) ? MayEnd : _tail is null ? !After(token).IsNowhere : _tokens.Of(token) is var bytes && (!Triggers(bytes, out var begun) || !Follow(Start, begun).IsNowhere);

    /// <summary>Takes a token that is written. It has to be one that is allowed.</summary>
    public void Accept(int token)
    {
        if (_tokens.IsEnd(token))
        {
            return;
        }

        if (_tail is null)
        {
            _place = After(token);
        }
        else if (Triggers(_tokens.Of(token), out var begun))
        {
            (_place, _tail) = (Follow(Start, begun), null);
        }
        else
        {
            var kept = Math.Min(_triggers.Max(trigger => trigger.Length) - 1, begun.Length);
            _tail = begun[^kept..];
        }

        _place = _place with { Set = _machine.Tidy(_place.Set) };
    }

    /// <summary>A bit for each token: whether it may come. Good until the next token is accepted.</summary>
    public ReadOnlySpan<ulong> Mask()
    {
        if (_tail is not null)
        {
            return MaskWhileWaiting();
        }

        if (_generation != _machine.Generation || _masks.Count >= MostMasks)
        {
            _masks.Clear();
            _generation = _machine.Generation;
        }

        if (!_masks.TryGetValue(_place, out var mask))
        {
            _masks[_place] = mask = NewMask();
        }

        return mask;
    }

    private bool MayEnd => !Holds || (_place.Missing == 0 && _machine.MayEnd(_place.Set));

    private GrammarPlace Start => new(_machine.Begin());

    private ulong[] NewMask()
    {
        var mask = new ulong[(_tokens.TokenCount + 63) / 64];
        var order = _tokens.Order;
        var common = _tokens.Common;
        _places[0] = _place;

        // How many bytes of the token at hand lead somewhere: what has more than that in common with it leads nowhere either.
        var reached = 0;
        for (var i = 0; i < order.Length; i++)
        {
            if (common[i] > reached)
            {
                continue;
            }

            var bytes = _tokens.Of(order[i]);
            for (reached = common[i]; reached < bytes.Length; reached++)
            {
                _places[reached + 1] = _places[reached].After(bytes[reached], _machine, _grammar.Classes);
                if (_places[reached + 1].IsNowhere)
                {
                    break;
                }
            }

            if (reached == bytes.Length)
            {
                Set(mask, order[i]);
            }
        }

        if (_place.Missing == 0 && _machine.NamesTokens(_place.Set))
        {
            for (var token = 0; token < _tokens.TokenCount; token++)
            {
                if (_machine.AfterToken(_place.Set, token) >= 0)
                {
                    Set(mask, token);
                }
            }
        }

        foreach (var end in _tokens.Ends)
        {
            mask[end / 64] &= ~(1UL << (end % 64));
            if (MayEnd)
            {
                Set(mask, end);
            }
        }

        return mask;
    }

    private ulong[] MaskWhileWaiting()
    {
        var mask = new ulong[(_tokens.TokenCount + 63) / 64];
        for (var token = 0; token < _tokens.TokenCount; token++)
        {
            if (Allows(token))
            {
                Set(mask, token);
            }
        }

        return mask;
    }

    private static void Set(ulong[] mask, int token) => mask[token / 64] |= 1UL << (token % 64);

    private GrammarPlace After(int token)
    {
        var bytes = _tokens.Of(token);
        var spelt = bytes.IsEmpty ? new(GrammarMachine.Nowhere) : Follow(_place, bytes);
        if (_place.Missing > 0 || !_machine.NamesTokens(_place.Set))
        {
            return spelt;
        }

        // Half a character goes on only as itself.
        var named = _machine.AfterToken(_place.Set, token);
        return spelt.Missing > 0 || named < 0 ? spelt : new(_machine.Either(spelt.Set, named));
    }

    private GrammarPlace Follow(GrammarPlace place, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length && !place.IsNowhere; i++)
        {
            place = place.After(bytes[i], _machine, _grammar.Classes);
        }

        return place;
    }

    // Whether a trigger ends within these bytes. Then what was begun is all from where it begins, otherwise all that is known.
    private bool Triggers(ReadOnlySpan<byte> bytes, out byte[] begun)
    {
        begun = [.. _tail!, .. bytes];
        var (first, end) = (-1, int.MaxValue);
        foreach (var trigger in _triggers)
        {
            var at = begun.AsSpan().IndexOf(trigger);
            if (at >= 0 && at + trigger.Length < end)
            {
                (first, end) = (at, at + trigger.Length);
            }
        }

        begun = first < 0 ? begun : begun[first..];
        return first >= 0;
    }
}
