using System.Collections.Immutable;
using System.Text.Json;
using MySpinBot.Core.Documents.Comfy.Describing;
using MySpinBot.Core.Documents.Comfy.Form;

namespace MySpinBot.Core.Documents.Comfy.Converting;

/// <summary>One way to lay saved values out over fields.</summary>
/// <param name="values">The values.</param>
/// <param name="style">How it is done.</param>
internal sealed class ValueLayout(IReadOnlyList<JsonElement> values, ValueLayout.Style style)
{
    private const int WrongKind = 4;
    private const int LeftOver = 2;
    private const int Empty = 1;
    private const int Missing = 1;

    private readonly ImmutableArray<KeyValuePair<string, JsonElement>>.Builder _named = ImmutableArray.CreateBuilder<KeyValuePair<string, JsonElement>>();
    private readonly DistinctNames _names = new();
    private string? _step;
    private int _next;
    private int _misfit;

    /// <summary>How badly the values fit.</summary>
    public int Misfit => _misfit + Math.Min(LeftOvers(), 1000) * LeftOver;

    public NamedValues Named() => new(_named.ToImmutable(), _step, LeftOvers());

    public void Take(ImmutableArray<InputInterface> inputs)
    {
        Take(inputs, "");
        if (!style.HasEarlyUpload)
        {
            TakeUpload(inputs);
        }
    }

    private void Take(ImmutableArray<InputInterface> inputs, string prefix)
    {
        var pastRequired = false;
        foreach (var input in inputs)
        {
            if (!input.IsRequired && !pastRequired)
            {
                pastRequired = true;
                if (style.HasEarlyUpload && prefix.Length == 0)
                {
                    TakeUpload(inputs);
                }
            }

            if (_next >= values.Count)
            {
                _misfit += input.Field == FieldKind.None ? 0 : Missing;
            }
            else if (input.Field != FieldKind.None)
            {
                TakeField(input, prefix + input.Name);
            }
            else if (style.HasForced && input.IsForced)
            {
                _next++;
            }
        }
    }

    private void TakeField(InputInterface input, string name)
    {
        var value = values[_next++];
        _misfit += Misfits(input, value);
        if (value.ValueKind != JsonValueKind.Null && _names.Add(name))
        {
            _named.Add(new(name, value));
        }

        if (input.Field == FieldKind.Branching && !style.IsFlat)
        {
            var chosen = UiJson.Text(value);
            foreach (var branch in input.Branches)
            {
                if (branch.Key == chosen)
                {
                    Take(branch.Inputs, name + ".");
                    break;
                }
            }
        }

        _next += input.Buttons;
        TakeStep(input);
    }

    // The word itself tells that it is there: documents of other times have none, or have one where the node says nothing of it.
    private void TakeStep(InputInterface input)
    {
        if (_next >= values.Count || WidgetValues.StepOf(values[_next]) is not { } step || !(input.IsStepped || (input.Field == FieldKind.Whole && values[_next].ValueKind == JsonValueKind.String)))
        {
            return;
        }

        _step ??= step;
        _next++;
        if (input.Field == FieldKind.Choice && _next < values.Count && UiJson.Text(values[_next]) is "")
        {
            _next++; // choices have a filter behind it
        }
    }

    private void TakeUpload(ImmutableArray<InputInterface> inputs)
    {
        if (_next >= values.Count || !inputs.Any(input => input.HasUpload))
        {
            return;
        }

        if (IsNothing(values[_next]))
        {
            _next++;
        }
    }

    private int LeftOvers()
    {
        var left = 0;
        for (var i = _next; i < values.Count; i++)
        {
            left += IsNothing(values[i]) ? 0 : 1;
        }

        return left;
    }

    // What buttons and previews leave behind.
    private static bool IsNothing(JsonElement value)
        => value.ValueKind == JsonValueKind.Null || UiJson.Text(value) is "" or "image" or "video" or "audio" or "upload";

    private static int Misfits(InputInterface input, JsonElement value) => value.ValueKind == JsonValueKind.Null ? Empty : input.Field switch
    {
        FieldKind.Whole or FieldKind.Number => value.ValueKind == JsonValueKind.Number ? 0 : WrongKind,
        FieldKind.Text => value.ValueKind == JsonValueKind.String ? 0 : WrongKind,
        FieldKind.Switch => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? 0 : WrongKind,
        FieldKind.Choice => value.ValueKind is JsonValueKind.Object ? WrongKind : input.Choices.IsEmpty || (UiJson.Text(value) is { } text && input.Choices.Contains(text)) ? 0 : Empty,
        FieldKind.Branching => input.Branches.Any(branch => branch.Key == UiJson.Text(value)) ? 0 : WrongKind,
        _ => 0,
    };

    /// <summary>A way to lay values out.</summary>
    /// <param name="IsFlat">Whether branching inputs were plain choices then.</param>
    /// <param name="HasForced">Whether inputs that only take links have a place.</param>
    /// <param name="HasEarlyUpload">Whether the button for handing in a file stands before the optional fields, and not behind all.</param>
    internal sealed record Style(bool IsFlat, bool HasForced, bool HasEarlyUpload);
}
