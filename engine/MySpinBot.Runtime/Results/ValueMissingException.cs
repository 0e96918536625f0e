using MySpinBot.Core.Results;

namespace MySpinBot.Runtime.Results;

/// <summary>A value's bytes are gone or damaged: whoever made it has to make it again.</summary>
internal sealed class ValueMissingException(ResultValue value, Exception? inner = null)
    : Exception($"The value {value.Id} is not at hand any more.", inner)
{
    /// <summary>The value.</summary>
    public ResultValue Value { get; } = value;
}
