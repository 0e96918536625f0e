using System.Diagnostics.Metrics;

namespace MySpinBot.Server.Metrics;

/// <summary>Adds up what this server's instruments measure, so that it can be shown. Instruments of another server in this process are not listened to.</summary>
internal sealed class MeasurementBook : IDisposable
{
    private const string OfRuntime = "System.Runtime";

    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly List<Family> _families = [];
    private readonly object _scope;

    /// <summary>Listens from now on.</summary>
    /// <param name="scope">What made the meters: the server's factory.</param>
    public MeasurementBook(IMeterFactory scope)
    {
        _scope = scope;
        _listener.InstrumentPublished = Meet;
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, state) => ((Family)state!).Take(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, state) => ((Family)state!).Take(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((Family)state!).Take(value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, state) => ((Family)state!).Take(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((Family)state!).Take(value, tags));
        _listener.Start();
    }

    /// <summary>Looks at everything that is measured by looking, and shows all families, by name.</summary>
    /// <param name="show">Called once, with the families as they are; nobody else looks meanwhile.</param>
    public void Show(Action<IReadOnlyList<Family>> show)
    {
        lock (_gate)
        {
            _families.ForEach(family => family.BeforeObserving());
            _listener.RecordObservableInstruments();
            show(_families);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Meet(Instrument instrument, MeterListener listener)
    {
        if ((ReferenceEquals(instrument.Meter.Scope, _scope) || instrument.Meter.Name == OfRuntime) && Exposed.Find(instrument.Meter.Name, instrument.Name) is { } exposed)
        {
            var family = new Family(instrument, exposed);
            lock (_gate)
            {
                var place = _families.FindIndex(other => string.CompareOrdinal(other.Name, family.Name) >= 0);
                if (place >= 0 && _families[place].Name == family.Name)
                {
                    return; // the first of a name is shown
                }

                _families.Insert(place < 0 ? _families.Count : place, family);
            }

            listener.EnableMeasurementEvents(instrument, family);
        }
    }
}
