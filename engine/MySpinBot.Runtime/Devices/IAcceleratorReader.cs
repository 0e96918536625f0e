using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Runtime.Devices;

/// <summary>Asks one source which graphics processors there are. A source that the machine does not have gives nothing and says nothing.</summary>
internal interface IAcceleratorReader
{
    /// <summary>Its name, as <see cref="AcceleratorFacts.FoundBy"/> has it.</summary>
    string Name { get; }

    /// <summary>What it finds; null where there is no such source.</summary>
    /// <param name="note">Told in a sentence what went wrong.</param>
    /// <param name="cancellation">Ends the asking where it can be ended.</param>
    Task<IReadOnlyList<AcceleratorFacts>?> ReadAsync(Action<string> note, CancellationToken cancellation);
}
