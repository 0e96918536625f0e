using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Runtime.Memory;

/// <content>What people want to become of models that are in memory.</content>
internal sealed partial class ShelfLedger
{
    /// <summary>Keeps models or lets them go.</summary>
    /// <param name="what">Which, and how.</param>
    /// <param name="kept">What becomes of them; none where there is none of that name.</param>
    public IReadOnlyList<ShelfCommand> Keep(KeepModel what, out IReadOnlyList<KeptModel> kept)
    {
        List<KeptModel> fates = [];
        foreach (var device in _devices.Values.Where(device => what.Device is null || device.Id.ToString() == what.Device))
        {
            foreach (var model in device.Models.Values.Where(model => model.State != ModelState.Evicting && (model.Slot.Key == what.Name || model.Title == what.Name)))
            {
                fates.Add(new KeptModel(device.Id.ToString(), model.Slot.Key, model.Title, model.Bytes, Decide(model, what.Act), model.UsedBy));
            }
        }

        kept = fates;
        return Advance();
    }

    private ModelFate Decide(ShelfModel model, ModelAct act)
    {
        switch (act)
        {
            case ModelAct.Pin:
                (model.IsPinned, model.GoesWhenFree) = (true, false);
                return ModelFate.Pinned;
            case ModelAct.Unpin:
                model.IsPinned = false;
                return ModelFate.Unpinned;
            case var _ when model.IsPinned:
                return ModelFate.IsPinned;
            case var _ when model.IsIdle:
                Evict(model);
                return ModelFate.Unloaded;
            case ModelAct.UnloadWhenFree:
                model.GoesWhenFree = true;
                return ModelFate.Leaving;
            default:
                return ModelFate.InUse;
        }
    }
}
